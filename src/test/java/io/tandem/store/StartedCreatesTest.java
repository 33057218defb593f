package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Link;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Creates that are under way are read as they were written, by this version and by an older one. */
class StartedCreatesTest {

    private static final Row TITLE = Flows.row("title", "name");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Link creating(String id, String title) {
        return Link.creating("cases", Side.SOURCE, id, "key-" + id, NOW)
                .withBaseline(Baseline.empty().with(TITLE, TextNode.valueOf(title), TextNode.valueOf(title)));
    }

    private static List<Link> stored(Database store) {
        return store.jdbi().withHandle(h -> StartedCreates.of(h, "cases"));
    }

    @ParameterizedTest
    @EnumSource
    void ofThisVersion(TestDatabase database) {
        List<Link> links =
                List.of(creating("1", "Pumpe – größer"), creating("2", "x".repeat(300_000)), creating("3", ""));
        try (Database store = database.open()) {
            store.jdbi().useTransaction(h -> StartedCreates.add(h, links));

            assertThat(stored(store)).isEqualTo(links);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAVersionThatDidNotPackThem(TestDatabase database) {
        try (Database store = database.open()) {
            store.jdbi()
                    .useTransaction(h -> h.execute(
                            "insert into started_creates (flow, side, since_ms, attempted_ms, creates)"
                                    + " values ('cases', 'SOURCE', ?, ?, ?)",
                            NOW.toEpochMilli(),
                            NOW.toEpochMilli(),
                            "[[\"1\",\"key-1\",{\"title->name\":[\"Pump\",\"Pump\"]}]]"));

            assertThat(stored(store)).containsExactly(creating("1", "Pump"));
        }
    }
}
