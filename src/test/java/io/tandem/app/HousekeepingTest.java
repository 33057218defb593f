package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Settings;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestClock;
import io.tandem.kit.TestDatabase;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;

/** A store does not grow for ever: each kind of row that nobody needs any more goes after history.keep. */
class HousekeepingTest {

    private final TestClock clock = new TestClock();

    private void event(Handle handle) {
        History.add(handle, List.of(Entry.of(clock.instant(), "flow", Event.PAUSED, "by an operator")));
    }

    private static void settled(Handle handle, Instant at) {
        handle.execute(
                "insert into flow_progress (flow, fingerprint, source_sequence, target_sequence, matched_at, paused)"
                        + " values ('flow', '', 0, 0, '', false)");
        handle.execute(
                "insert into link (flow, source_id, target_id, state, held_source, held_target, since_ms,"
                        + " attempted_ms, created, baseline, version) values ('flow', 's', 't', 'linked', 's', 't', 0, 0, false, '{}', 1)");
        handle.execute(
                "insert into conflict (flow, link_id, row_id, property, state, since_ms, rule)"
                        + " values ('flow', (select min(id) from link), 'row', 'name', 'resolved', ?, 'latest')",
                at.toEpochMilli());
    }

    private static void deleted(Handle handle, Instant at) {
        handle.execute("insert into feed (entity, properties, complete, last_sequence, updated_ms)"
                + " values ('desk/users', '[]', true, 4, 0)");
        handle.execute(
                "insert into snapshot (place, feed_id, record_id, presence, modified_ms, written_ms, body, changed_at)"
                        + " values (1, (select id from feed), 'gone', 'DELETED', ?, 0, '{}', '{}')",
                at.toEpochMilli());
        handle.execute("insert into not_live (feed_id, record_id) values ((select id from feed), 'gone')");
    }

    private static List<Long> rows(Database store) {
        return store.jdbi().withHandle(h -> List.of("history", "conflict", "snapshot").stream()
                .map(table -> h.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one())
                .toList());
    }

    @ParameterizedTest
    @OnOneDatabase
    void forgetsEvents_settledConflicts_andDeletedRecords_afterTheTimeThatIsSet(TestDatabase database) {
        Settings settings = Settings.load(
                new Settings.Sources(Path.of("target/no-home"), Map.of(), Map.of(), Map.of("history.keep", "2d")),
                OwnSettings.ALL,
                new ArrayList<>());
        try (Database store = database.open()) {
            Housekeeping housekeeping = new Housekeeping(store.jdbi(), clock, settings);
            store.jdbi().useTransaction(h -> {
                event(h);
                settled(h, clock.instant());
                deleted(h, clock.instant());
            });
            clock.pass(Duration.ofDays(2));
            store.jdbi().useTransaction(this::event);
            housekeeping.runUnlessDoneLately();
            assertThat(rows(store)).containsExactly(2L, 1L, 1L);

            clock.pass(Duration.ofHours(2));
            store.jdbi().useTransaction(this::event);
            housekeeping.runUnlessDoneLately();
            assertThat(rows(store)).containsExactly(2L, 0L, 0L);
        }
    }
}
