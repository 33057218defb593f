package io.tandem.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The table of feeds, one row for each entity. In the caller's transaction. */
public final class FeedTable {

    private FeedTable() {}

    /** Notes that a full fetch with other properties starts. */
    public static void begin(Handle handle, int feed, Set<String> properties) {
        handle.createUpdate(
                        "update feed set properties = :properties, watermark = null, complete = false where id = :id")
                .bind("properties", Json.text(properties))
                .bind("id", feed)
                .execute();
    }

    /**
     * A feed whose row lock this transaction has.
     *
     * @param sequence the last number that was given
     * @param keyRules what the match keys of its records were made by
     */
    public record Locked(int id, long sequence, String keyRules) {}

    /** Takes the feed's row lock, which holds until the commit: so no sequence number becomes visible late. */
    public static Locked lock(Handle handle, int feed) {
        return handle.createQuery("select last_sequence, key_rules from feed where id = :id for update")
                .bind("id", feed)
                .map((rs, ctx) -> new Locked(feed, rs.getLong(1), rs.getString(2)))
                .one();
    }

    /** Takes the row locks of some entities' feeds, in one order everywhere: so two can't lock each other out. */
    public static Map<EntityKey, Locked> lock(Handle handle, Collection<EntityKey> entities) {
        Map<EntityKey, Locked> locked = new LinkedHashMap<>();
        entities.stream().sorted().forEach(entity -> locked.put(entity, lock(handle, id(handle, entity))));
        return locked;
    }

    /** Notes what the match keys of a feed's records are made by from now on. */
    public static void keyRules(Handle handle, int feed, String rules) {
        handle.execute("update feed set key_rules = ? where id = ?", rules, feed);
    }

    /** What the match keys of each entity's records were made by. */
    public static Map<String, String> keyRules(Handle handle) {
        Map<String, String> rules = new HashMap<>();
        handle.createQuery("select entity, key_rules from feed")
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
                .forEach(one -> rules.put(one.getKey(), one.getValue()));
        return rules;
    }

    /** The greatest sequence number that a deletion in this feed has; 0 if none has one. */
    static long lastDeletion(Handle handle, int feed) {
        return handle.createQuery("select last_deletion from feed where id = :id")
                .bind("id", feed)
                .mapTo(Long.class)
                .one();
    }

    /** As {@link #state}, but only which feed it is. */
    public static int id(Handle handle, EntityKey entity) {
        return handle.createQuery("select id from feed where entity = :entity")
                .bind("entity", entity.toString())
                .mapTo(Integer.class)
                .findOne()
                .orElseGet(() -> state(handle, entity).id());
    }

    static List<Integer> ids(Handle handle) {
        return handle.createQuery("select id from feed").mapTo(Integer.class).list();
    }

    /** How an entity's feed stands. The first call for an entity makes its feed. */
    public static FeedState state(Handle handle, EntityKey entity) {
        return find(handle, entity).orElseGet(() -> {
            SingleRow.insert(
                    handle,
                    "insert into feed (entity, properties, complete, last_sequence, updated_ms) values (?, '[]', false, 0, 0)",
                    entity.toString());
            return find(handle, entity).orElseThrow();
        });
    }

    private static Optional<FeedState> find(Handle handle, EntityKey entity) {
        return handle.createQuery(
                        "select id, properties, watermark, complete, last_sequence, updated_ms, pass_wanted, passes_asked"
                                + " from feed where entity = :entity")
                .bind("entity", entity.toString())
                .map((rs, ctx) -> new FeedState(
                        rs.getInt("id"),
                        properties(rs.getString("properties")),
                        rs.getString("watermark"),
                        rs.getBoolean("complete"),
                        rs.getLong("last_sequence"),
                        Instant.ofEpochMilli(rs.getLong("updated_ms")),
                        rs.getBoolean("pass_wanted"),
                        rs.getLong("passes_asked")))
                .findOne();
    }

    private static Set<String> properties(String json) {
        try {
            Set<String> read = new TreeSet<>();
            Json.MAPPER.readTree(json).forEach(node -> read.add(node.textValue()));
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a property list that is not JSON", e);
        }
    }

    /**
     * An update is done.
     *
     * @param before the feed when the update began
     * @param began when that was, by our clock
     * @param full whether it was a full pass: those that were wanted before it are done, one that was wanted since is not
     */
    public static void complete(Handle handle, FeedState before, Instant began, boolean full) {
        handle.execute(
                "update feed set complete = true, updated_ms = ?,"
                        + " pass_wanted = case when ? and passes_asked = ? then false else pass_wanted end where id = ?",
                began.toEpochMilli(),
                full,
                before.passesAsked(),
                before.id());
    }

    /** The next update is to be a full pass. */
    public static void wantPass(Handle handle, int feed) {
        handle.execute("update feed set pass_wanted = true, passes_asked = passes_asked + 1 where id = ?", feed);
    }

    public static void watermark(Handle handle, int feed, String watermark) {
        handle.execute("update feed set watermark = ? where id = ?", watermark, feed);
    }

    /** @param deletion the greatest of the new numbers that a deletion has; 0 if none has */
    public static void lastSequence(Handle handle, int feed, long sequence, long deletion) {
        handle.execute(
                "update feed set last_sequence = ?, last_deletion = greatest(last_deletion, ?) where id = ?",
                sequence,
                deletion,
                feed);
    }
}
