package io.tandem.feed;

import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table of feeds, a row an entity. All methods work inside the caller's transaction. */
final class FeedTable {

    private FeedTable() {}

    /** A full fetch with other properties starts. */
    static void begin(Handle handle, int feed, Set<String> properties) {
        handle.createUpdate(
                        "update feed set properties = :properties, watermark = null, complete = false where id = :id")
                .bind("properties", Json.text(properties))
                .bind("id", feed)
                .execute();
    }

    /** The feed's row lock, held until commit, so that no sequence number appears late. */
    static void lock(Handle handle, int feed) {
        handle.createQuery("select id from feed where id = :id for update")
                .bind("id", feed)
                .mapTo(Integer.class)
                .one();
    }

    static long lastSequence(Handle handle, int feed) {
        return handle.createQuery("select last_sequence from feed where id = :id")
                .bind("id", feed)
                .mapTo(Long.class)
                .one();
    }

    static Feeds.State state(Handle handle, EntityKey entity) {
        return find(handle, entity).orElseGet(() -> {
            handle.execute(
                    "insert into feed (entity, properties, complete, last_sequence, updated_ms) values (?, '[]', false, 0, 0)",
                    entity.toString());
            return find(handle, entity).orElseThrow();
        });
    }

    private static Optional<Feeds.State> find(Handle handle, EntityKey entity) {
        return handle.createQuery(
                        "select id, properties, watermark, complete, last_sequence, updated_ms, pass, pass_wanted"
                                + " from feed where entity = :entity")
                .bind("entity", entity.toString())
                .map((rs, ctx) -> new Feeds.State(
                        rs.getInt("id"),
                        FeedPlan.properties(rs.getString("properties")),
                        rs.getString("watermark"),
                        rs.getBoolean("complete"),
                        rs.getLong("last_sequence"),
                        Instant.ofEpochMilli(rs.getLong("updated_ms")),
                        rs.getLong("pass"),
                        rs.getBoolean("pass_wanted")))
                .findOne();
    }
}
