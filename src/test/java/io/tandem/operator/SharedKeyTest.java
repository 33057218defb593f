package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A key that many records share, as a mailbox of a whole company is: each of them has all the others as candidates. */
class SharedKeyTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("erp/contact");
    private static final Flow FLOW = Flows.flow(
            LinkPolicy.MATCHED,
            USERS,
            CONTACTS,
            List.of(List.of(new MatchPair("email", "email"))),
            Flows.row("email", "email"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email");

    @Test
    void isListedWithSomeOfItsCandidates() {
        users.add("u1", Map.of("email", "info@mail.example"));
        IntStream.range(0, Lists.MOST_CANDIDATES + 1)
                .forEach(i -> contacts.add("c" + i, Map.of("email", "info@mail.example")));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine =
                        new TestEngine(store, List.of(FLOW), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            engine.sync();
            Waiting waiting = engine.engine().waiting();
            Lists lists = new Lists(store.jdbi(), waiting);
            List<Lists.WaitingRow> rows = new ArrayList<>();
            lists.eachWaiting(FLOW, (seen, row) -> rows.add(row));
            lists.waiting(FLOW, USERS.record("u1")).ifPresent(rows::add);

            assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.candidates())
                    .hasSize(Lists.MOST_CANDIDATES));
            assertThat(waiting.countAmbiguous(FLOW)).isEqualTo(1);
        }
    }

    /** Each source had a set of all targets of its own: 4,000 of each took seconds and hundreds of megabytes. */
    @Test
    void costsMemoryForEachHolderOnce() {
        long half = allocated(1_000);
        long whole = allocated(2_000);

        assertThat(whole).isLessThan(3 * half);
    }

    /** Bytes that are allocated to find out that so many sources and as many targets with one key are ambiguous. */
    private static long allocated(int records) {
        List<MatchKeys.Candidate> candidates = IntStream.range(0, records)
                .boxed()
                .flatMap(i -> List.of(
                        new MatchKeys.Candidate(Side.SOURCE, 0, "info@mail.example", "u" + i),
                        new MatchKeys.Candidate(Side.TARGET, 0, "info@mail.example", "c" + i))
                        .stream())
                .toList();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Ambiguities found = new Ambiguities(candidates, Set.of(new Links.Pair("u1", "c1")));
        found.sources().forEach(source -> {
            assertThat(found.candidates(source, 2)).hasSize(2);
            assertThat(found.rivals(source, 1)).hasSize(1);
        });
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
