package io.tandem.link;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a table of cross-references: CSV in UTF-8 with the header {@code source,target} and keys in full. Everything or
 * nothing: every fault is listed with its line.
 */
public final class CrossReferenceTable {

    public static final String HEADER = "source,target";

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final String file;
    private final Set<EntityKey> known;
    private final References stored;
    private final boolean replace;
    private final List<Fault> faults = new ArrayList<>();
    private final List<CrossReference> read = new ArrayList<>();
    private final Map<String, Long> lineOfKey = new HashMap<>();
    private final Map<String, Map<RecordKey, RecordKey>> partners = new HashMap<>();

    /**
     * @param file its name, for faults
     * @param known entities and id spaces
     * @param replace whether a contradiction with a stored cross-reference replaces it
     */
    public CrossReferenceTable(String file, Set<EntityKey> known, References stored, boolean replace) {
        this.file = file;
        this.known = known;
        this.stored = stored;
        this.replace = replace;
    }

    /** @throws ConfigurationFault listing all that is wrong; nothing is stored then */
    public List<CrossReference> read(Reader text) throws IOException {
        CsvMapper mapper =
                CsvMapper.csvBuilder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
        try (MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(text)) {
            header(rows);
            while (rows.hasNextValue()) {
                long line = rows.getCurrentLocation().getLineNr();
                row(line, rows.nextValue());
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            fault(
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                    "not readable as CSV: " + e.getOriginalMessage());
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return read;
    }

    /** One row as this reads it, quoted where it has to be (RFC 4180). */
    public static String line(String source, String target) {
        return quoted(source) + "," + quoted(target);
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private void header(MappingIterator<String[]> rows) throws IOException {
        String[] header = rows.hasNextValue() ? rows.nextValue() : new String[0];
        if (header.length > 0) {
            header[0] = header[0].replace(BYTE_ORDER_MARK, "");
        }
        if (header.length != 2
                || !header[0].strip().equals("source")
                || !header[1].strip().equals("target")) {
            fault(1, "the header must be: " + HEADER);
        }
    }

    private void row(long line, String[] cells) {
        if (cells.length == 1 && cells[0].isBlank()) {
            return;
        }
        if (cells.length != 2) {
            fault(line, "two columns wanted, found " + cells.length);
            return;
        }
        Optional<RecordKey> source = key(line, cells[0].strip());
        Optional<RecordKey> target = key(line, cells[1].strip());
        if (source.isPresent() && target.isPresent()) {
            pair(line, source.get(), target.get());
        }
    }

    private Optional<RecordKey> key(long line, String text) {
        try {
            RecordKey key = RecordKey.parse(text);
            if (!known.contains(key.entity())) {
                fault(line, "unknown entity " + key.entity() + ". Known: " + String.join(", ", names()));
                return Optional.empty();
            }
            return Optional.of(stored.idSpace(key.entity()).record(key.id()));
        } catch (IllegalArgumentException e) {
            fault(line, e.getMessage());
            return Optional.empty();
        }
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        known.forEach(entity -> names.add(entity.toString()));
        return names;
    }

    private void pair(long line, RecordKey source, RecordKey target) {
        if (source.entity().equals(target.entity())) {
            fault(line, "both columns name the same entity, " + source.entity());
            return;
        }
        boolean once = once(line, source, target.entity()) & once(line, target, source.entity());
        if (once && (replace || (agrees(line, source, target) & agrees(line, target, source)))) {
            read.add(new CrossReference(source, target));
        }
    }

    private boolean once(long line, RecordKey key, EntityKey other) {
        Long before = lineOfKey.putIfAbsent(key + " " + other, line);
        if (before != null) {
            fault(line, key + " stands in line " + before + " already; cross-references are one to one");
        }
        return before == null;
    }

    private boolean agrees(long line, RecordKey key, RecordKey partner) {
        RecordKey present = partners.computeIfAbsent(
                        key.entity() + " " + partner.entity(),
                        pair -> stored.partnersInTable(key.entity(), partner.entity()))
                .get(key);
        if (present != null && !present.equals(partner)) {
            fault(line, key + " is stored with " + present + "; use --replace to change that");
            return false;
        }
        return true;
    }

    private void fault(long line, String message) {
        faults.add(new Fault(file, (int) line, message));
    }
}
