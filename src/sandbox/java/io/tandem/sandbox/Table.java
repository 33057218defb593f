package io.tandem.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Records of one kind, kept as JSON bytes, in the order of their changes. Thread-safe. */
final class Table {

    static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param written when it was put, by the machine's own measure
     * @param before what stood there, kept only while reads lag; null for nothing
     */
    private record Stored(byte[] json, Instant updated, long sequence, long written, Stored before) {}

    /** A record with its place in the order of changes. */
    record Row(String id, ObjectNode json, Instant updated, long sequence) {}

    private final String name;
    private final Map<String, Stored> byId = new HashMap<>();
    private final TreeMap<Long, String> order = new TreeMap<>();
    private long last;
    private long lagNanos;

    /** Whether the file of before still holds all. */
    private boolean kept;

    Table(String name) {
        this.name = name;
    }

    synchronized void put(String id, ObjectNode json, Instant updated) {
        try {
            put(id, JSON.writeValueAsBytes(json), updated);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(String id, byte[] json, Instant updated) {
        Stored before = byId.get(id);
        Stored shown = lagNanos == 0 || before == null ? null : shortened(before);
        byId.put(id, new Stored(json, updated, ++last, System.nanoTime(), shown));
        if (before != null) {
            order.remove(before.sequence());
        }
        order.put(last, id);
        kept = false;
    }

    /**
     * Lets lists and searches show the state of so long ago; writes and reads by {@link #get} still see all. What was
     * changed before this call shows at once.
     */
    synchronized void lag(Duration lag) {
        lagNanos = 0;
        byId.replaceAll((id, stored) -> new Stored(
                stored.json(), stored.updated(), stored.sequence(), System.nanoTime() - lag.toNanos(), null));
        lagNanos = lag.toNanos();
    }

    /** What a lagging replica shows of a record; null for nothing yet. */
    private Stored replica(Stored newest) {
        Stored shown = newest;
        while (shown != null && lagNanos > 0 && System.nanoTime() - shown.written() < lagNanos) {
            shown = shown.before();
        }
        return shown;
    }

    /** Without what nobody will see again. */
    private Stored shortened(Stored stored) {
        return replica(stored) == stored
                ? new Stored(stored.json(), stored.updated(), stored.sequence(), stored.written(), null)
                : stored;
    }

    /** All that lists show, by id. */
    private Map<String, Stored> replica() {
        if (lagNanos == 0) {
            return byId;
        }
        Map<String, Stored> shown = new HashMap<>();
        byId.forEach((id, stored) -> shown.computeIfAbsent(id, same -> replica(stored)));
        return shown;
    }

    /** A record as lists and searches show it. */
    synchronized Optional<Row> seen(String id) {
        return Optional.ofNullable(byId.get(id)).map(this::replica).map(stored -> row(id, stored));
    }

    /** Takes a record away without a trace. */
    synchronized void vanish(String id) {
        Stored before = byId.remove(id);
        if (before != null) {
            order.remove(before.sequence());
            kept = false;
        }
    }

    synchronized Optional<Row> get(String id) {
        return Optional.ofNullable(byId.get(id)).map(stored -> row(id, stored));
    }

    synchronized int size() {
        return byId.size();
    }

    synchronized long last() {
        return last;
    }

    /** Rows past a place in the order of changes, at most so many. */
    synchronized List<Row> after(long sequence, int most, Predicate<Instant> updated) {
        List<Row> found = new ArrayList<>();
        Map<String, Stored> shown = replica();
        for (String id : lagNanos == 0 ? order.tailMap(sequence, false).values() : inOrder(shown, sequence)) {
            Stored stored = shown.get(id);
            if (updated.test(stored.updated())) {
                found.add(row(id, stored));
                if (found.size() == most) {
                    break;
                }
            }
        }
        return found;
    }

    private static List<String> inOrder(Map<String, Stored> shown, long sequence) {
        return shown.entrySet().stream()
                .filter(e -> e.getValue().sequence() > sequence)
                .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Stored::sequence)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ids of the records that changed at or after a moment, oldest change first, then by id. */
    synchronized List<String> since(Instant moment) {
        return replica().entrySet().stream()
                .filter(e -> !e.getValue().updated().isBefore(moment))
                .sorted(Map.Entry.<String, Stored>comparingByValue(Comparator.comparing(Stored::updated))
                        .thenComparing(e -> e.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** When a record changed, as lists show it. */
    synchronized Instant updated(String id) {
        return replica(byId.get(id)).updated();
    }

    synchronized List<String> ids() {
        return List.copyOf(byId.keySet());
    }

    private static Row row(String id, Stored stored) {
        try {
            return new Row(id, (ObjectNode) JSON.readTree(stored.json()), stored.updated(), stored.sequence());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps all records in a file of JSON lines, if one changed; the one before stands until all is written. */
    synchronized void save(Path folder) throws IOException {
        Path file = folder.resolve(name + ".jsonl");
        if (kept && Files.exists(file)) {
            return;
        }
        Path draft = folder.resolve(name + ".jsonl.new");
        try (BufferedWriter writer = Files.newBufferedWriter(draft)) {
            for (String id : order.values()) {
                Stored stored = byId.get(id);
                ObjectNode line = JSON.createObjectNode()
                        .put("id", id)
                        .put("updated", stored.updated().toString());
                line.set("record", JSON.readTree(stored.json()));
                writer.write(JSON.writeValueAsString(line));
                writer.newLine();
            }
        }
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        kept = true;
    }

    /** @return whether there was something to load */
    synchronized boolean load(Path folder) throws IOException {
        Path file = folder.resolve(name + ".jsonl");
        if (!Files.exists(file)) {
            return false;
        }
        try (var lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                load(line);
            }
        }
        kept = true;
        return true;
    }

    /** The record itself is kept as it stands there: to read it and to write it again takes most of a start. */
    private void load(String line) throws IOException {
        try (JsonParser json = JSON.createParser(line)) {
            String id = null;
            Instant updated = null;
            byte[] record = null;
            while (json.nextToken() != null) {
                if (json.currentToken() != JsonToken.FIELD_NAME) {
                    continue;
                }
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "id" -> id = json.getText();
                    case "updated" -> updated = Instant.parse(json.getText());
                    case "record" -> {
                        int from = (int) json.currentTokenLocation().getCharOffset();
                        json.skipChildren();
                        int to = (int) json.currentLocation().getCharOffset();
                        record = line.substring(from, to).getBytes(StandardCharsets.UTF_8);
                    }
                    default -> json.skipChildren();
                }
            }
            put(id, record, updated);
        }
    }
}
