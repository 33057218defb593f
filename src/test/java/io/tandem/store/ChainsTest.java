package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChainsTest {

    private static Flow flow(String source, String target) {
        return Flows.every(EntityKey.parse(source), EntityKey.parse(target), Flows.row("a", "b"));
    }

    @Test
    void closes_whereOtherFlowsLeadFromOneEnd_toTheOther() {
        Flow around = flow("desk/tickets", "pms/project");
        Flow there = flow("desk/tickets", "crm/case");
        Flow back = flow("crm/case", "pms/project");

        assertThat(new Chains(List.of(around, there, back), entity -> entity).closes(around))
                .isTrue();
        assertThat(new Chains(List.of(around, there), entity -> entity).closes(around))
                .isFalse();
    }

    /** A site of 1,760 documents has 5,600 flows, and each chunk that creates asks this. */
    @Test
    void looksAtTheFlowsOfItsOwnEntitiesOnly() {
        List<Flow> flows = new ArrayList<>(List.of(flow("desk/tickets", "pms/project")));
        for (int i = 0; i < 2_000; i++) {
            flows.add(flow("system" + i + "/a", "system" + i + "/b"));
        }
        AtomicInteger asked = new AtomicInteger();
        Chains chains = new Chains(flows, entity -> {
            asked.incrementAndGet();
            return entity;
        });
        asked.set(0);

        assertThat(chains.closes(flows.get(0))).isFalse();

        assertThat(asked).hasValueLessThan(10);
    }
}
