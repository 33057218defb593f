package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.RowBuilder;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Snapshots hold what some flow maps, matches or asks for, and what the entity's own calls need; nothing more. */
class FeedNeedsTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey FIRMS = EntityKey.parse("shop/firms");
    private static final TickingClock CLOCK = new TickingClock();
    private static final Map<EntityKey, ModelEntity> MODELS = Map.of(
            USERS,
            new ModelEntity(USERS, CLOCK, "login", "name", "phone", "active", "status", "notes"),
            CONTACTS,
            new ModelEntity(CONTACTS, CLOCK, "email", "title", "kind", "notes"),
            FIRMS,
            new ModelEntity(FIRMS, CLOCK, "email"));

    private static Flow flow(LinkPolicy link, EntityKey target, Row... rows) {
        return FlowBuilder.of(USERS, target)
                .id("flow to " + target)
                .link(link)
                .match(List.of(List.of(new MatchPair("login", "email"), new MatchPair("name", "title"))))
                .rows(rows)
                .where(new Condition("active", false, List.of()))
                .targetWhere(new Condition("kind", false, List.of()))
                .build();
    }

    private static FeedNeeds needs(Flow... flows) {
        return new FeedNeeds(List.of(flows), key -> MODELS.get(key).facts());
    }

    @Test
    void keepsWhatEachSideMapsMatchesAndAsksFor_andWhatLocksIt() {
        FeedNeeds needs = needs(flow(LinkPolicy.MATCHED, CONTACTS, Flows.row("phone", "title")));
        assertThat(needs.properties(USERS)).containsExactly("active", "login", "name", "phone", "status");
        assertThat(needs.properties(CONTACTS)).containsExactly("email", "kind", "title");
        assertThat(needs.properties(FIRMS)).isEmpty();
    }

    @Test
    void keepsForAnEntityWhatAnyOfItsFlowsUses() {
        FeedNeeds needs = needs(
                flow(LinkPolicy.MATCHED, CONTACTS, Flows.row("phone", "title")),
                flow(LinkPolicy.MATCHED, FIRMS, Flows.row("notes", "email")));
        assertThat(needs.properties(USERS)).contains("phone", "notes");
        assertThat(needs.uses(USERS))
                .containsExactly(
                        new FeedNeeds.Use("flow to " + CONTACTS, Side.SOURCE),
                        new FeedNeeds.Use("flow to " + FIRMS, Side.SOURCE));
        assertThat(needs.uses(FIRMS)).containsExactly(new FeedNeeds.Use("flow to " + FIRMS, Side.TARGET));
        assertThat(needs.keyRules(USERS)).hasSize(2);
        assertThat(needs.keyRules(FIRMS)).extracting(KeyRule::side).containsExactly(Side.TARGET);
    }

    @Test
    void comparesAsEmailsWhatIsOneOnEitherSide() {
        FeedNeeds needs = needs(flow(LinkPolicy.MATCHED, CONTACTS));
        assertThat(needs.keyRules(USERS)).extracting(KeyRule::emails).containsExactly(List.of(List.of(true, false)));
    }

    @Test
    void makesNoKeysForAFlowThatDoesNotMatch() {
        FeedNeeds needs = needs(flow(LinkPolicy.EVERY, CONTACTS));
        assertThat(needs.keyRules(USERS)).isEmpty();
        assertThat(needs.keyRules(CONTACTS)).isEmpty();
    }

    @Test
    void aConstantUsesNoSourceProperty() {
        Row constant = RowBuilder.constant("notes", com.fasterxml.jackson.databind.node.TextNode.valueOf("b2b"))
                .build();
        FeedNeeds needs = needs(flow(LinkPolicy.MATCHED, CONTACTS, constant));
        assertThat(needs.properties(USERS)).containsExactly("active", "login", "name", "status");
        assertThat(needs.properties(CONTACTS)).contains("notes");
    }
}
