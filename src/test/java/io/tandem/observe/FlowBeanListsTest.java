package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.store.Park;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;

/** Lists that grow with records come in pages, also those of what went wrong: an answer is in memory as a whole. */
class FlowBeanListsTest {

    private static final Flow FLOW =
            Flows.every(EntityKey.parse("desk/users"), EntityKey.parse("shop/contacts"), Flows.row("name", "name"));

    private static final Instant EIGHT = Instant.parse("2026-01-05T08:00:00Z");

    private static FlowBean bean(Jdbi jdbi) {
        return new FlowBean(QuietView.of(jdbi, List.of(FLOW)), FLOW);
    }

    private static List<String> each(String json, String member) throws JsonProcessingException {
        List<String> all = new ArrayList<>();
        for (JsonNode row : Json.MAPPER.readTree(json)) {
            all.add(row.path(member).asText());
        }
        return all;
    }

    @ParameterizedTest
    @OnOneDatabase
    void parkedRecordsComeInPages(TestDatabase database) throws JsonProcessingException {
        try (Database store = database.open()) {
            store.jdbi()
                    .useTransaction(h -> Park.add(
                            h,
                            FLOW.id(),
                            IntStream.range(0, 1_100)
                                    .mapToObj(i -> new Trouble(Side.SOURCE, "r" + i, "", "no", false))
                                    .toList(),
                            EIGHT));
            FlowBean bean = bean(store.jdbi());
            List<String> all = each(bean.parked(0, 2_000), "record");
            assertThat(all).hasSize(1_000);
            assertThat(each(bean.parked(1, 2), "record")).isEqualTo(all.subList(1, 3));
            assertThat(each(bean.parked(1_099, 2_000), "record")).hasSize(1);
        }
    }

    private static void conflict(Database store, int id, boolean settled) {
        store.jdbi().useTransaction(h -> {
            Link pair = Links.insert(h, Link.matched(FLOW.id(), "s" + id, "t" + id, EIGHT));
            RowOutcome.Conflict both =
                    new RowOutcome.Conflict(TextNode.valueOf("a"), TextNode.valueOf("b"), null, "both changed it");
            Conflicts.save(
                    h, pair, List.of(new RowOutcome.Open(Flows.row("name", "name"), both)), written -> false, EIGHT);
            if (settled) {
                Conflicts.close(h, pair.id());
            }
        });
    }

    @ParameterizedTest
    @OnOneDatabase
    void conflictsComeInPages_thoseFirstThatWaitForAPerson(TestDatabase database) throws JsonProcessingException {
        try (Database store = database.open()) {
            conflict(store, 1, true);
            conflict(store, 2, true);
            conflict(store, 3, false);
            FlowBean bean = bean(store.jdbi());
            assertThat(each(bean.conflicts(0, 2), "source")).containsExactly("desk/users/s3", "desk/users/s2");
            assertThat(each(bean.conflicts(2, 2), "source")).containsExactly("desk/users/s1");
        }
    }
}
