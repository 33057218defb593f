package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Snapshot;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 1: what is known of a record is stored whole. */
class SnapshotsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");

    private static Values name(String text) {
        return Values.of(Map.of("name", TextNode.valueOf(text)));
    }

    @EnumSource(TestDatabase.class)
    @ParameterizedTest
    void keepsAllThatListsMayStillShow_whateverLinesStandInIt(TestDatabase kind) {
        List<Values> superseded = List.of(name("one\nand\r\nmore"), name("two\u2028\u0085"), Values.none());
        SyncRecord record = new SyncRecord(USERS.record("1"), name("three"), T, "v3", Presence.LIVE);
        Snapshots.Row row = new Snapshots.Row(new Snapshot(record, Map.of("name", T), 1, 1), T, superseded);
        try (Database database = kind.open()) {
            Snapshots.Row loaded = database.jdbi().inTransaction(h -> {
                int feed = FeedTable.state(h, USERS).id();
                Snapshots.insert(h, feed, List.of(row));
                return Snapshots.load(h, feed, USERS, List.of("1")).get("1");
            });
            assertThat(loaded.superseded()).isEqualTo(superseded);
            assertThat(loaded.written()).isEqualTo(T);
        }
    }
}
