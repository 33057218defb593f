package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.operator.Lists;
import io.tandem.record.EntityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A list of links has each of them once, by flow and age, wherever they lie in the table. */
class ListedLinksTest {

    private static final Flow TICKETS = Flows.every(
            EntityKey.parse("desk/tickets"), EntityKey.parse("pms/projects"), Flows.row("subject", "title"));
    private static final Flow USERS =
            Flows.every(EntityKey.parse("desk/users"), EntityKey.parse("pms/customers"), Flows.row("email", "email"));
    private static final int ALL = 1_700;

    /** First the tickets alone, then users and tickets side by side. */
    private static Flow flow(int i) {
        return i < 600 || i % 3 == 0 ? TICKETS : USERS;
    }

    @ParameterizedTest
    @EnumSource
    void hasEachLinkOnce_byFlowAndAge(TestDatabase database) {
        try (Database store = Database.open(database.migratedUrl(), database.user, "")) {
            store.jdbi()
                    .useTransaction(h -> Links.insertAll(
                            h,
                            IntStream.range(0, ALL)
                                    .mapToObj(i -> Link.matched(flow(i).id(), "" + i, "p" + i, Instant.EPOCH))
                                    .toList()));
            List<String> found = new ArrayList<>();

            new Lists(store.jdbi(), null).eachLink(List.of(USERS, TICKETS), row -> found.add(row.source()));

            List<String> wanted = new ArrayList<>();
            for (Flow flow : List.of(TICKETS, USERS)) {
                IntStream.range(0, ALL)
                        .filter(i -> flow(i) == flow)
                        .forEach(i -> wanted.add(flow.source().record("" + i).toString()));
            }
            assertThat(found).isEqualTo(wanted);
        }
    }
}
