package io.tandem.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.VirtualClock;
import io.tandem.record.EntityKey;
import io.tandem.store.Database;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Rule 10 with two and three systems, whose flows make pairs, chains, triangles and rings, while answers of creates are
 * lost and processes die: in the end each record that a person made has exactly one partner wherever flows lead, and
 * nobody has two.
 */
class CircleLawsTest {

    private static final int SEEDS = Integer.getInteger("sim.circles", 8);
    private static final List<EntityKey> ENTITIES =
            List.of(EntityKey.parse("desk/users"), EntityKey.parse("shop/buyers"), EntityKey.parse("erp/contact"));

    /** By entities' numbers; a flow that creates on both sides has a third member. */
    private static final List<List<int[]>> SHAPES = List.of(
            List.of(new int[] {0, 1, 1}),
            List.of(new int[] {0, 1}, new int[] {1, 0}),
            List.of(new int[] {0, 1, 1}, new int[] {1, 0}),
            List.of(new int[] {0, 1, 1}, new int[] {1, 2, 1}),
            List.of(new int[] {0, 1}, new int[] {1, 2}, new int[] {0, 2}),
            List.of(new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 0}),
            List.of(new int[] {0, 1, 1}, new int[] {1, 2}, new int[] {2, 0, 1}),
            List.of(new int[] {0, 1, 1}, new int[] {1, 2, 1}, new int[] {2, 0, 1}));

    /** A system whose creates now and then have no answer, with or without effect. */
    private static final class Lossy extends PassingOn {
        private final Chance chance;
        private int lost;

        Lossy(EntityClient inner, Chance chance) {
            super(inner);
            this.chance = chance;
        }

        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            if (!chance.in100(lost)) {
                return inner.write(writes, properties);
            }
            if (chance.in100(70)) {
                inner.write(writes.subList(0, chance.between(1, writes.size())), properties);
            }
            if (chance.in100(50)) {
                throw new IllegalStateException("the process dies");
            }
            throw new SystemException.Unavailable(facts().key().system(), "the answer was lost", null);
        }
    }

    @Test
    void eachRecordHasOnePartnerWhereverFlowsLead_whateverIsLost() {
        List<String> broken = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            broken.addAll(run(seed));
        }
        assertThat(broken).isEmpty();
    }

    private static List<String> run(int seed) {
        Chance chance = new Chance(seed);
        VirtualClock clock = new VirtualClock(Duration.ofMillis(1));
        List<int[]> shape = SHAPES.get(seed % SHAPES.size());
        Map<EntityKey, ModelEntity> systems = new LinkedHashMap<>();
        Map<EntityKey, EntityClient> clients = new LinkedHashMap<>();
        ENTITIES.forEach(entity -> systems.put(entity, new ModelEntity(entity, clock, "name")));
        systems.forEach((entity, system) -> clients.put(entity, new Lossy(system, chance)));
        List<Flow> flows = new ArrayList<>();
        for (int[] edge : shape) {
            Flow flow = Flows.every(ENTITIES.get(edge[0]), ENTITIES.get(edge[1]), Flows.row("name", "name"));
            flows.add(edge.length > 2 ? Flows.bothWays(flow) : flow);
        }
        Map<EntityKey, Integer> made = new HashMap<>();
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = new TestEngine(store, flows, clients, clock)) {
            for (int day = 0; day < 5; day++) {
                for (int i = chance.between(0, 3); i > 0; i--) {
                    EntityKey entity = chance.of(ENTITIES);
                    int number = made.merge(entity, 1, Integer::sum);
                    systems.get(entity).add("p" + number, Map.of("name", entity + " " + number));
                    clock.pass(Duration.ofSeconds(1));
                }
                clients.values().forEach(client -> ((Lossy) client).lost = chance.of(0, 30, 60));
                engine.sync();
                clock.pass(Duration.ofMinutes(chance.of(1, 20, 600)));
            }
            clients.values().forEach(client -> ((Lossy) client).lost = 0);
            for (int round = 0; round < 10; round++) {
                engine.sync();
                clock.pass(Duration.ofHours(5));
            }
            return broken(seed, shape, systems, made);
        }
    }

    private static List<String> broken(
            int seed, List<int[]> shape, Map<EntityKey, ModelEntity> systems, Map<EntityKey, Integer> made) {
        List<String> broken = new ArrayList<>();
        for (int to = 0; to < ENTITIES.size(); to++) {
            int wanted = 0;
            for (int from = 0; from < ENTITIES.size(); from++) {
                wanted += leads(shape, from).contains(to) ? made.getOrDefault(ENTITIES.get(from), 0) : 0;
            }
            int found = systems.get(ENTITIES.get(to)).all().size();
            if (found != wanted) {
                broken.add("seed " + seed + ": " + ENTITIES.get(to) + " has " + found + " records, not " + wanted
                        + ", of " + made);
            }
        }
        return broken;
    }

    private static Set<Integer> leads(List<int[]> shape, int from) {
        Set<Integer> reached = new HashSet<>(Set.of(from));
        boolean more = true;
        while (more) {
            more = false;
            for (int[] edge : shape) {
                more |= reached.contains(edge[0]) && reached.add(edge[1]);
                more |= edge.length > 2 && reached.contains(edge[1]) && reached.add(edge[0]);
            }
        }
        return reached;
    }
}
