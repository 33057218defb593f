package io.tandem.operator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.record.Blanks;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.store.References;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A table as RFC 4180 has it, with a header; a byte order mark, blank lines and blanks around cells are passed over.
 * Collects every fault with its line.
 */
final class CsvTable {

    /** What a decoder puts where bytes are not UTF-8. */
    private static final String NOT_DECODED = "\ufffd";

    private final String file;
    private final List<String> columns;
    private final List<String> optional;
    private final List<Fault> faults = new ArrayList<>();

    /**
     * @param file its name, for faults
     * @param header its columns, in order
     * @param optional those of them that may be left out
     */
    CsvTable(String file, String header, List<String> optional) {
        this.file = file;
        this.columns = List.of(header.split(","));
        this.optional = optional;
    }

    /** One row; a column that was left out is blank. */
    record Row(int line, Map<String, String> cells) {
        String cell(String column) {
            return cells.getOrDefault(column, "");
        }
    }

    /** Hands out each row that has as many cells as the header. */
    void read(Reader text, Consumer<Row> each) throws IOException {
        CsvMapper mapper =
                CsvMapper.csvBuilder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
        int line = 1;
        try (MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(text)) {
            List<String> header = header(rows);
            while (rows.hasNextValue()) {
                line = rows.getCurrentLocation().getLineNr();
                row(line, header, rows.nextValue()).ifPresent(each);
            }
        } catch (JacksonException e) {
            fault(line, "the row that begins here is not readable as CSV: " + e.getOriginalMessage());
        }
    }

    private List<String> header(MappingIterator<String[]> rows) throws IOException {
        String[] cells = rows.hasNextValue() ? rows.nextValue() : new String[0];
        List<String> header = Arrays.stream(cells).map(Blanks::strip).toList();
        List<String> wanted = columns.stream()
                .filter(column -> header.contains(column) || !optional.contains(column))
                .toList();
        if (!header.equals(wanted)) {
            fault(
                    1,
                    "the header must be: " + String.join(",", columns)
                            + (optional.isEmpty() ? "" : "; " + String.join(" and ", optional) + " may be left out"));
        }
        return wanted;
    }

    private Optional<Row> row(int line, List<String> header, String[] cells) {
        if (cells.length == 1 && Blanks.strip(cells[0]).isEmpty()) {
            return Optional.empty();
        }
        if (Arrays.stream(cells).anyMatch(cell -> cell.contains(NOT_DECODED))) {
            fault(line, "not UTF-8; save the file in that encoding");
            return Optional.empty();
        }
        if (cells.length != header.size()) {
            fault(line, header.size() + " columns wanted, found " + cells.length);
            return Optional.empty();
        }
        Map<String, String> byColumn = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            byColumn.put(header.get(i), Blanks.strip(cells[i]));
        }
        return Optional.of(new Row(line, byColumn));
    }

    /** A cell as a key of a known entity, its id as the system shows it; empty after a fault. */
    Optional<RecordKey> key(Row row, String column, Set<EntityKey> known, References ids) {
        try {
            RecordKey key = RecordKey.parse(row.cell(column));
            if (known.contains(key.entity())) {
                return Optional.of(ids.key(key.entity(), key.id()));
            }
            fault(row.line(), "unknown entity " + key.entity() + ". Known: " + names(known));
        } catch (IllegalArgumentException e) {
            fault(row.line(), e.getMessage());
        }
        return Optional.empty();
    }

    /** In order, for messages. */
    static String names(Set<?> things) {
        return things.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
    }

    void fault(int line, String message) {
        faults.add(new Fault(file, line, message));
    }

    /** @throws ConfigurationFault listing all that is wrong, in order of lines */
    void orThrow() {
        if (!faults.isEmpty()) {
            faults.sort(Comparator.comparing(Fault::line));
            throw new ConfigurationFault(faults);
        }
    }

    /** One row as this reads it, quoted where it has to be. */
    static String line(String... cells) {
        return Arrays.stream(cells).map(CsvTable::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
