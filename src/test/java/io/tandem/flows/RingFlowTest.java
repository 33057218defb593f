package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Rule 10: no pair, chain or ring of flows creates in a circle, and nothing twice. */
class RingFlowTest {

    private static final EntityKey DESK = EntityKey.parse("desk/users");
    private static final EntityKey SHOP = EntityKey.parse("shop/buyers");
    private static final EntityKey ERP = EntityKey.parse("erp/contact");
    private static final Flow DESK_SHOP = Flows.every(DESK, SHOP, Flows.row("name", "name"));
    private static final Flow SHOP_ERP = Flows.every(SHOP, ERP, Flows.row("name", "name"));
    private static final Flow ERP_DESK = Flows.every(ERP, DESK, Flows.row("name", "name"));
    private static final Flow SHOP_DESK = Flows.every(SHOP, DESK, Flows.row("name", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity desk = new ModelEntity(DESK, clock, "name");
    private final ModelEntity shop = new ModelEntity(SHOP, clock, "name");
    private final ModelEntity erp = new ModelEntity(ERP, clock, "name");

    private TestEngine engine(Database store, Flow... flows) {
        return new TestEngine(store, List.of(flows), Map.of(DESK, desk, SHOP, shop, ERP, erp), clock);
    }

    private static List<String> linked(TestEngine engine, Flow flow) {
        List<String> pairs = new ArrayList<>();
        engine.engine()
                .jdbi()
                .useHandle(h ->
                        Links.each(h, Set.of(flow.id()), link -> pairs.add(link.sourceId() + " " + link.targetId())));
        return pairs;
    }

    private void expectOfEach(int records) {
        assertThat(List.of(desk.all().size(), shop.all().size(), erp.all().size()))
                .containsExactly(records, records, records);
    }

    @ParameterizedTest
    @OnOneDatabase
    void aRingOfThree_endsWithOneOfEach_allLinked(TestDatabase database) {
        desk.add("d", Map.of("name", "Kim"));
        try (Database store = database.open();
                TestEngine engine = engine(store, DESK_SHOP, SHOP_ERP, ERP_DESK)) {
            engine.sync();
            engine.sync();
            expectOfEach(1);
            assertThat(linked(engine, ERP_DESK)).containsExactly("1 d");

            erp.edit("1", Map.of("name", "Kim B."));
            engine.sync();
            assertThat(desk.text("d", "name")).isEqualTo("Kim B.");
            assertThat(shop.text("1", "name")).isEqualTo("Kim B.");
        }
    }

    @ParameterizedTest
    @OnOneDatabase
    void aRingOfThreeThatCreatesOnBothSides_endsWithOneOfEach_whereverItBegan(TestDatabase database) {
        desk.add("d", Map.of("name", "Kim"));
        shop.add("s", Map.of("name", "Alex"));
        erp.add("e", Map.of("name", "Robin"));
        try (Database store = database.open();
                TestEngine engine =
                        engine(store, Flows.bothWays(DESK_SHOP), Flows.bothWays(SHOP_ERP), Flows.bothWays(ERP_DESK))) {
            engine.sync();
            engine.sync();
            expectOfEach(3);
            for (Flow flow : List.of(DESK_SHOP, SHOP_ERP, ERP_DESK)) {
                assertThat(linked(engine, flow)).hasSize(3);
            }
        }
    }

    /** Two documents about one pair of systems, one for each direction. */
    @Test
    void twoFlowsOfOnePairInOppositeDirections_makeNoCircle() {
        desk.add("d", Map.of("name", "Kim"));
        shop.add("s", Map.of("name", "Alex"));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = engine(store, DESK_SHOP, SHOP_DESK)) {
            engine.sync();
            engine.sync();
            assertThat(desk.all()).hasSize(2);
            assertThat(shop.all()).hasSize(2);
            assertThat(linked(engine, SHOP_DESK)).containsExactlyInAnyOrder("1 d", "s 1");
        }
    }
}
