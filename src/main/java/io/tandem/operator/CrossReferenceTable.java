package io.tandem.operator;

import io.tandem.config.ConfigurationFault;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.store.CrossReference;
import io.tandem.store.References;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a table of cross-references: CSV in UTF-8 with the header {@code source,target} and keys in full. Everything or
 * nothing: every fault is listed with its line.
 */
public final class CrossReferenceTable {

    public static final String HEADER = "source,target";

    private final CsvTable table;
    private final Set<EntityKey> known;
    private final References stored;
    private final boolean replace;
    private final List<CrossReference> read = new ArrayList<>();
    private final Map<String, Integer> lineOfKey = new HashMap<>();
    private final Map<String, Map<RecordKey, RecordKey>> partners = new HashMap<>();

    /**
     * @param file its name, for faults
     * @param known entities and id spaces
     * @param replace whether a contradiction with a stored cross-reference replaces it
     */
    public CrossReferenceTable(String file, Set<EntityKey> known, References stored, boolean replace) {
        this.table = new CsvTable(file, HEADER, List.of());
        this.known = known;
        this.stored = stored;
        this.replace = replace;
    }

    /** @throws ConfigurationFault listing all that is wrong; nothing is stored then */
    public List<CrossReference> read(Reader text) throws IOException {
        table.read(text, this::row);
        table.orThrow();
        return read;
    }

    /** One row as this reads it, quoted where it has to be (RFC 4180). */
    public static String line(String source, String target) {
        return CsvTable.line(source, target);
    }

    private void row(CsvTable.Row row) {
        Optional<RecordKey> source = key(row, "source");
        Optional<RecordKey> target = key(row, "target");
        if (source.isPresent() && target.isPresent()) {
            pair(row.line(), source.get(), target.get());
        }
    }

    private Optional<RecordKey> key(CsvTable.Row row, String column) {
        return table.key(row, column, known, stored)
                .map(key -> stored.idSpace(key.entity()).record(key.id()));
    }

    private void pair(int line, RecordKey source, RecordKey target) {
        if (source.entity().equals(target.entity())) {
            table.fault(line, "both columns name the same entity, " + source.entity());
            return;
        }
        boolean once = once(line, source, target.entity()) & once(line, target, source.entity());
        if (once && (replace || (agrees(line, source, target) & agrees(line, target, source)))) {
            read.add(new CrossReference(source, target));
        }
    }

    private boolean once(int line, RecordKey key, EntityKey other) {
        Integer before = lineOfKey.putIfAbsent(key + " " + other, line);
        if (before != null) {
            table.fault(line, key + " stands in line " + before + " already; cross-references are one to one");
        }
        return before == null;
    }

    private boolean agrees(int line, RecordKey key, RecordKey partner) {
        RecordKey present = partners.computeIfAbsent(
                        key.entity() + " " + partner.entity(),
                        pair -> stored.partnersInTable(key.entity(), partner.entity()))
                .get(key);
        if (present != null && !present.equals(partner)) {
            table.fault(line, key + " is stored with " + present + "; use --replace to change that");
            return false;
        }
        return true;
    }
}
