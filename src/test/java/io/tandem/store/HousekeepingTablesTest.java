package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is too old is forgotten, and nothing that anybody still needs. */
class HousekeepingTablesTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static void deleted(Handle handle, String id, long sequence, Instant modified, String presence) {
        handle.execute(
                "insert into snapshot (place, feed_id, record_id, presence, modified_ms, written_ms, body, changed_at)"
                        + " values (?, (select id from feed), ?, ?, ?, 0, '{}', '{}')",
                sequence,
                id,
                presence,
                modified.toEpochMilli());
        if (!presence.equals("LIVE")) {
            handle.execute("insert into not_live (feed_id, record_id) values ((select id from feed), ?)", id);
        }
    }

    private static void conflict(Handle handle, String row, String state, Instant since) {
        handle.execute(
                "insert into conflict (flow, link_id, row_id, property, state, since_ms, rule)"
                        + " values ('flow', (select min(id) from link), ?, 'name', ?, ?, 'latest')",
                row,
                state,
                since.toEpochMilli());
    }

    private static void link(Handle handle, String source) {
        handle.execute(
                "insert into flow_progress (flow, fingerprint, source_sequence, target_sequence, matched_at, paused)"
                        + " values ('flow', '', 0, 0, '', false)");
        handle.execute(
                "insert into link (flow, source_id, target_id, state, held_source, held_target, since_ms, attempted_ms,"
                        + " created, baseline, version) values ('flow', ?, 't', 'source-deleted', ?, 't', 0, 0, false, '{}', 1)",
                source,
                source);
    }

    private static List<String> texts(Database store, String query) {
        return store.jdbi()
                .withHandle(h -> h.createQuery(query).mapTo(String.class).list());
    }

    @ParameterizedTest
    @EnumSource
    void forgetsDeletedRecordsThatNoLinkHolds(TestDatabase database) {
        try (Database store = database.open()) {
            store.jdbi().useHandle(h -> {
                h.execute("insert into feed (entity, properties, complete, last_sequence, updated_ms)"
                        + " values ('desk/users', '[]', true, 4, 0)");
                link(h, "held");
                deleted(h, "old", 1, NOON.minusSeconds(1), "DELETED");
                deleted(h, "held", 2, NOON.minusSeconds(1), "DELETED");
                deleted(h, "new", 3, NOON, "DELETED");
                deleted(h, "live", 4, NOON.minusSeconds(1), "LIVE");
            });

            assertThat(Snapshots.forgetDeleted(store.jdbi(), NOON)).isEqualTo(1);

            assertThat(texts(store, "select record_id from snapshot order by 1"))
                    .containsExactly("held", "live", "new");
            assertThat(texts(store, "select record_id from not_live order by 1"))
                    .containsExactly("held", "new");
        }
    }

    /** Who counts in between, or after a process that died in between, counts right. */
    @ParameterizedTest
    @EnumSource
    void forgetsARecordAndThatItIsNotLiveAtOnce(TestDatabase database) {
        String url = database.migratedUrl();
        try (Database store = Database.open(url, database.user, "");
                Database other = Database.open(url, database.user, "")) {
            int feed = feed(store);
            store.jdbi().useHandle(h -> {
                deleted(h, "old", 1, NOON.minusSeconds(1), "DELETED");
                deleted(h, "live", 2, NOON.minusSeconds(1), "LIVE");
            });
            List<Long> counted = new ArrayList<>();
            store.jdbi().setSqlLogger(new SqlLogger() {
                @Override
                public void logAfterExecution(StatementContext statement) {
                    counted.add(other.jdbi().withHandle(h -> Snapshots.countUnlinked(h, feed, "flow")));
                }
            });

            Snapshots.forgetDeleted(store.jdbi(), NOON);

            assertThat(counted).isNotEmpty().containsOnly(1L);
        }
    }

    private static int feed(Database store) {
        return store.jdbi()
                .inTransaction(h -> FeedTable.state(h, EntityKey.parse("desk/users")))
                .id();
    }

    /** It may be back, and a fetch that knows it stores it as a change of what it knows. */
    @Test
    void forgetsNothingWhileItsFeedIsStored() {
        String url = TestDatabase.H2.newUrl() + ";LOCK_TIMEOUT=1";
        try (Database store = Database.open(url, TestDatabase.H2.user, "");
                Database fetching = Database.open(url, TestDatabase.H2.user, "")) {
            int feed = feed(store);
            store.jdbi().useHandle(h -> deleted(h, "old", 1, NOON.minusSeconds(1), "DELETED"));
            fetching.jdbi().useTransaction(fetch -> {
                FeedTable.lock(fetch, feed);
                assertThatThrownBy(() -> Snapshots.forgetDeleted(store.jdbi(), NOON))
                        .hasMessageContaining("imeout trying to lock");
            });
            assertThat(texts(store, "select record_id from snapshot")).containsExactly("old");
            assertThat(Snapshots.forgetDeleted(store.jdbi(), NOON)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetsSettledConflictsAlone(TestDatabase database) {
        try (Database store = database.open()) {
            store.jdbi().useHandle(h -> {
                link(h, "s");
                conflict(h, "old", "resolved", NOON.minusSeconds(1));
                conflict(h, "open", "open", NOON.minusSeconds(1));
                conflict(h, "drift", "drift", NOON.minusSeconds(1));
                conflict(h, "new", "resolved", NOON);
            });

            assertThat(Conflicts.forgetSettled(store.jdbi(), NOON)).isEqualTo(1);

            assertThat(texts(store, "select row_id from conflict order by 1")).containsExactly("drift", "new", "open");
        }
    }
}
