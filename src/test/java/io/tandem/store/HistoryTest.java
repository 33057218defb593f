package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.kit.TestDatabase;
import io.tandem.record.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happened is found by either record of a pair, and kept within bounds. */
class HistoryTest {

    private static final RecordKey TICKET = RecordKey.parse("desk/tickets/1");
    private static final RecordKey PROJECT = RecordKey.parse("pms/project/11");
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static Entry written(Instant at, String because) {
        return new Entry(
                at,
                "flow",
                Event.WRITTEN,
                TICKET,
                PROJECT,
                PROJECT,
                TICKET,
                because,
                "",
                List.of(new Change("name", TextNode.valueOf("before"), TextNode.valueOf("after"))));
    }

    private static long pruned(Database store, Instant now, Duration keep, long most) {
        return History.prune(store.jdbi(), History.oldestKept(store.jdbi(), now, keep), most);
    }

    private static List<String> reasons(Database store, RecordKey record, int most) {
        return store.jdbi().withHandle(h -> History.of(h, record, most)).stream()
                .map(Entry::because)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByBothRecords_asItWasStored(TestDatabase database) {
        try (Database store = database.open()) {
            Entry linked = new Entry(
                    NOON, "flow", Event.LINKED, TICKET, PROJECT, TICKET, PROJECT, "they match", "ann", List.of());
            store.jdbi().useHandle(h -> History.add(h, List.of(linked, written(NOON.plusSeconds(1), "it changed"))));

            List<Entry> found = store.jdbi().withHandle(h -> History.of(h, PROJECT, 10));

            assertThat(found).containsExactly(linked, written(NOON.plusSeconds(1), "it changed"));
            assertThat(reasons(store, TICKET, 10)).containsExactly("they match", "it changed");
            assertThat(reasons(store, TICKET, 1)).containsExactly("it changed");
            assertThat(reasons(store, RecordKey.parse("desk/tickets/2"), 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatIsTooOld_andTheOldestOfTooMany_butNotAllWhenTheClockIsYearsAhead(TestDatabase database) {
        try (Database store = database.open()) {
            List<Entry> entries = IntStream.range(0, 10)
                    .mapToObj(i -> written(NOON.plusSeconds(i), "event " + i))
                    .toList();
            store.jdbi().useHandle(h -> History.add(h, entries));

            assertThat(pruned(store, NOON.plusSeconds(9), Duration.ofSeconds(7), 100))
                    .isEqualTo(2);
            assertThat(reasons(store, TICKET, 100)).hasSize(8).startsWith("event 2");
            Instant yearsAhead = NOON.plus(Duration.ofDays(1_100));
            assertThat(pruned(store, yearsAhead, Duration.ofSeconds(7), 100)).isZero();
            assertThat(pruned(store, NOON, Duration.ofDays(90), 3)).isEqualTo(5);
            assertThat(reasons(store, TICKET, 100)).containsExactly("event 7", "event 8", "event 9");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsOnce_whatIsFoundAgainAndAgain_ofEitherSide(TestDatabase database) {
        try (Database store = database.open()) {
            for (int times = 0; times < 2; times++) {
                for (RecordKey key : List.of(TICKET, RecordKey.parse("desk/tickets/2"))) {
                    addOnce(store, new Entry(NOON, "flow", Event.IN_DOUBT, key, null, key, null, "a", "", List.of()));
                }
                for (RecordKey key : List.of(PROJECT, RecordKey.parse("pms/project/12"))) {
                    addOnce(store, new Entry(NOON, "flow", Event.IN_DOUBT, null, key, key, null, "b", "", List.of()));
                }
            }
            assertThat(reasons(store, TICKET, 10)).containsExactly("a");
            assertThat(reasons(store, PROJECT, 10)).containsExactly("b");
            assertThat(reasons(store, RecordKey.parse("desk/tickets/2"), 10)).containsExactly("a");
            assertThat(reasons(store, RecordKey.parse("pms/project/12"), 10)).containsExactly("b");
        }
    }

    private static void addOnce(Database store, Entry entry) {
        store.jdbi().useHandle(h -> History.addOnce(h, entry));
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheBeginningOfLongValues(TestDatabase database) {
        try (Database store = database.open()) {
            TextNode large = TextNode.valueOf("x".repeat(100_000));
            Entry entry = written(NOON, "y".repeat(10_000)).with(List.of(new Change("notes", null, large)));
            store.jdbi().useHandle(h -> History.add(h, List.of(entry)));

            Entry found = store.jdbi().withHandle(h -> History.of(h, TICKET, 1)).get(0);

            assertThat(found.changes().get(0).after().textValue())
                    .hasSize(1_001)
                    .startsWith("xxx")
                    .endsWith("…");
            assertThat(found.because()).startsWith("yyy").hasSizeLessThan(4_000);
        }
    }
}
