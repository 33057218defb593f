package io.tandem.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.Json;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;

/**
 * What a plan found out, kept in a file and not in memory. What is done is kept in its order; what is left, only as the
 * last look at a record saw it.
 */
public final class Findings implements AutoCloseable {

    private static final char END = '\u0001';

    private final MVStore store;
    private final MVMap<String, String> entries;
    private long number;

    private Findings(MVStore store) {
        this.store = store;
        this.entries = store.openMap(
                "findings",
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    public static Findings in(Path folder) {
        return new Findings(new MVStore.Builder()
                .fileName(folder.resolve("findings").toString())
                .open());
    }

    private static String prefix(String flow, Finding.Kind kind) {
        return flow + END + kind.ordinal() + END;
    }

    void done(String flow, Finding finding) {
        entries.put(prefix(flow, finding.kind()) + String.format(Locale.ROOT, "%015d", ++number), Json.text(finding));
    }

    /**
     * @param about the source record, or what the skip is about
     * @param what "" for the whole record; one skip is kept for each
     */
    void left(String flow, String about, String what, Finding.Skip skip) {
        entries.put(prefix(flow, Finding.Kind.SKIPS) + about + END + what, Json.text(skip));
    }

    /** A record is looked at again: what was left of it then doesn't count any more. */
    void lookedAgain(String flow, String about) {
        String prefix = prefix(flow, Finding.Kind.SKIPS) + about + END;
        for (String key = entries.ceilingKey(prefix);
                key != null && key.startsWith(prefix);
                key = entries.higherKey(key)) {
            entries.remove(key);
        }
    }

    /** A whole flow that does nothing, or a record that it doesn't come to, and why. */
    public void leftOut(String flow, String what, String because) {
        left(flow, what, "", new Finding.Skip(what, because));
    }

    /** One kind of findings of one flow, as JSON objects, streamed. */
    public void each(String flow, Finding.Kind kind, Consumer<ObjectNode> consumer) {
        String prefix = prefix(flow, kind);
        Iterator<String> keys = entries.keyIterator(prefix);
        while (keys.hasNext()) {
            String key = keys.next();
            if (!key.startsWith(prefix)) {
                return;
            }
            consumer.accept(read(entries.get(key)));
        }
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a finding is not JSON", e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
