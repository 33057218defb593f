package io.tandem.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of one collection, each as its JSON in bytes, in the order of their last change and by id. Thread-safe.
 *
 * <p>Cost: a page is a walk over its own records; where it begins is a binary search.
 */
final class RecordList {

    static final JsonMapper JSON = new JsonMapper();

    /** A record as it stood after one change; superseded once it is changed again. */
    private static final class Entry {
        private final long id;
        private final long changedMs;
        private byte[] json;

        Entry(long id, long changedMs, byte[] json) {
            this.id = id;
            this.changedMs = changedMs;
            this.json = json;
        }
    }

    /**
     * A part of a list.
     *
     * @param next where the following page begins
     * @param more whether something stands there
     */
    record Page(List<byte[]> records, int next, boolean more) {}

    private final List<Entry> inOrder = new ArrayList<>();
    private final TreeMap<Long, Entry> byId = new TreeMap<>();
    private final Map<String, Long> byReference = new HashMap<>();
    private List<byte[]> listed;

    synchronized void put(long id, long changedMs, ObjectNode record) {
        Entry before = byId.get(id);
        if (before != null) {
            before.json = null;
        }
        Entry entry = new Entry(id, changedMs, bytes(record));
        inOrder.add(entry);
        byId.put(id, entry);
        listed = null;
        String reference = record.path("external_ref").asText("");
        if (!reference.isEmpty()) {
            byReference.put(reference, id);
        }
    }

    static byte[] bytes(ObjectNode record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where records begin that were changed at that moment or later. */
    synchronized int since(long ms) {
        int low = 0;
        int high = inOrder.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inOrder.get(middle).changedMs < ms) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** In order of change. */
    synchronized Page page(int from, int most) {
        List<byte[]> records = new ArrayList<>();
        int at = from;
        while (at < inOrder.size() && records.size() < most) {
            byte[] json = inOrder.get(at++).json;
            if (json != null) {
                records.add(json);
            }
        }
        return new Page(records, at, at < inOrder.size());
    }

    /** In order of ids. */
    synchronized Page listed(int from, int most) {
        if (listed == null) {
            listed = byId.values().stream().map(entry -> entry.json).toList();
        }
        int until = Math.min(listed.size(), from + most);
        return new Page(from >= until ? List.of() : listed.subList(from, until), until, until < listed.size());
    }

    synchronized int size() {
        return byId.size();
    }

    synchronized List<byte[]> of(Collection<Long> ids) {
        return ids.stream()
                .map(byId::get)
                .filter(entry -> entry != null)
                .map(entry -> entry.json)
                .toList();
    }

    synchronized Long idOf(String reference) {
        return byReference.get(reference);
    }

    /** @return null if there is none */
    ObjectNode copy(long id) {
        Entry entry;
        synchronized (this) {
            entry = byId.get(id);
        }
        if (entry == null) {
            return null;
        }
        try {
            return (ObjectNode) JSON.readTree(new String(entry.json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
