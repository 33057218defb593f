package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.kit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** PostgreSQL's planner hears of what a first sync stores while it is stored, not a minute later. */
class PlannerStatisticsTest {

    @Test
    void followTheTablesAsTheyGrow() {
        try (Database store = TestDatabase.POSTGRESQL.open()) {
            add(store.jdbi(), 1, 2_000);
            await().untilAsserted(() -> assertThat(known(store.jdbi())).isEqualTo(2_000));
            add(store.jdbi(), 2_001, 5_000);
            await().untilAsserted(() -> assertThat(known(store.jdbi())).isEqualTo(5_000));
        }
    }

    private static void add(Jdbi jdbi, int first, int last) {
        jdbi.useHandle(h -> h.execute(
                "insert into match_key (record_id, flow, side, alternative, match_key)"
                        + " select cast(n as varchar), 'flow', 'SOURCE', 0, cast(n as varchar) from generate_series(?, ?) n",
                first,
                last));
    }

    private static int known(Jdbi jdbi) {
        return jdbi.withHandle(
                h -> h.createQuery("select cast(reltuples as integer) from pg_class where relname = 'match_key'")
                        .mapTo(Integer.class)
                        .one());
    }
}
