package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a choice between candidates, or between rivals, shows. */
class ComparisonTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Flow FLOW =
            Flows.matched(USERS, CONTACTS, new MatchPair("email", "mail"), Flows.row("phone", "phone"));

    private static Snapshot seen(EntityKey entity, String id, Map<String, String> values) {
        Map<String, JsonNode> nodes = values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> TextNode.valueOf(e.getValue())));
        return new Snapshot(
                new SyncRecord(entity.record(id), Values.of(nodes), Instant.EPOCH, null, Presence.LIVE),
                Map.of(),
                1,
                1);
    }

    private static final Snapshot ONE = seen(USERS, "1", Map.of("email", "a@x", "phone", "7"));

    @Test
    void marksAProperty_whenRivalsDiffer_thoughTheCandidateIsOne() {
        Comparison comparison = new Comparison(
                FLOW,
                ONE,
                Map.of("11", seen(CONTACTS, "11", Map.of("mail", "a@x"))),
                Map.of("2", seen(USERS, "2", Map.of("email", "a@x", "phone", "8"))));

        assertThat(SideBySide.fitted(comparison.lines()))
                .containsExactly(
                        "                record  candidate  rival",
                        "                1       11         2",
                        "  email / mail  a@x     a@x        a@x",
                        "* phone         7                  8");
    }

    @Test
    void marksNothing_whereOnlyTheTwoSidesDiffer() {
        Comparison comparison = new Comparison(
                FLOW, ONE, Map.of("11", seen(CONTACTS, "11", Map.of("mail", "A@x", "phone", "9"))), Map.of());

        assertThat(comparison.lines()).noneMatch(SideBySide.Line::marked);
    }

    @Test
    void showsTheRecordAlone_whenNothingMatchesIt() {
        assertThat(SideBySide.fitted(new Comparison(FLOW, ONE, Map.of(), Map.of()).lines()))
                .containsExactly("  email  a@x", "  phone  7");
    }
}
