package io.tandem.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 2 and 3 through the real steps: which records find each other, and which are left for a person. */
class MatchStepTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final List<MatchPair> BY_EMAIL = List.of(new MatchPair("email", "email"));
    private static final List<MatchPair> BY_NAME = List.of(new MatchPair("name", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "name", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name", "phone");
    private final Database store = TestDatabase.H2.open();
    private Flow flow = flow(LinkPolicy.MATCHED, List.of(BY_EMAIL), List.of());
    private TestEngine engine;

    private static Flow flow(LinkPolicy link, List<List<MatchPair>> match, List<Condition> where) {
        return FlowBuilder.of(USERS, CONTACTS)
                .link(link)
                .match(match)
                .rows(Flows.row("phone", "phone"))
                .where(where)
                .build();
    }

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private void sync() {
        if (engine == null) {
            engine = new TestEngine(store, List.of(flow), Map.of(USERS, users, CONTACTS, contacts), clock);
        }
        engine.sync();
    }

    private FlowTotals totals() {
        return FlowTotals.of(store.jdbi(), engine.engine().waiting(), flow);
    }

    private void user(String id, String email, String name) {
        users.add(id, Map.of("email", email, "name", name, "phone", "phone of " + id));
    }

    private void contact(String id, String email, String name) {
        contacts.add(id, Map.of("email", email, "name", name));
    }

    /** Whose phone a contact has, so whom it is linked to; null for nobody. */
    private String partner(String contact) {
        String phone = contacts.text(contact, "phone");
        return phone == null ? null : phone.replace("phone of ", "");
    }

    @Test
    void linksEqualKeysOneToOne_andTheRestWaits() {
        user("1", "one@x", "a");
        user("2", "two@x", "a");
        user("3", "alone@x", "a");
        contact("11", "ONE@x ", "b");
        contact("12", "two@x", "b");
        contact("14", "other@x", "b");
        sync();
        assertThat(partner("11")).isEqualTo("1");
        assertThat(partner("12")).isEqualTo("2");
        assertThat(partner("14")).isNull();
        assertThat(totals().linked()).isEqualTo(2);
        assertThat(totals().waiting()).isEqualTo(1);
        assertThat(contacts.all()).hasSize(3);
    }

    @Test
    void linksAPartnerThatComesLater_onEitherSide() {
        user("1", "one@x", "a");
        contact("12", "two@x", "b");
        sync();
        contact("11", "one@x", "b");
        user("2", "two@x", "a");
        sync();
        assertThat(partner("11")).isEqualTo("1");
        assertThat(partner("12")).isEqualTo("2");
    }

    @Test
    void linksNobody_whenTwoSourcesShareAKey_untilOneIsGone() {
        user("1", "one@x", "a");
        user("2", "one@x", "a");
        contact("11", "one@x", "b");
        sync();
        assertThat(totals().ambiguous()).isEqualTo(2);
        assertThat(totals().linked()).isZero();
        assertThat(partner("11")).isNull();
        users.presence("2", Presence.DELETED);
        sync();
        assertThat(partner("11")).isEqualTo("1");
        assertThat(totals().ambiguous()).isZero();
    }

    @Test
    void linksNobody_whenTwoTargetsShareAKey_untilOneHasAnother() {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        contact("12", "one@x", "b");
        sync();
        assertThat(totals().ambiguous()).isEqualTo(1);
        assertThat(totals().linked()).isZero();
        contacts.edit("12", Map.of("email", "else@x"));
        sync();
        assertThat(partner("11")).isEqualTo("1");
        assertThat(partner("12")).isNull();
    }

    @Test
    void keepsALink_whenTheKeyChangesOrARivalComes() {
        user("1", "one@x", "a");
        contact("11", "one@x", "b");
        sync();
        users.edit("1", Map.of("email", "moved@x"));
        user("2", "one@x", "a");
        sync();
        users.edit("1", Map.of("phone", "new"));
        sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("new");
        assertThat(totals().linked()).isEqualTo(1);
    }

    @Test
    void takesTheSecondAlternative_onlyWhereTheFirstSaysNothing() {
        flow = flow(LinkPolicy.MATCHED, List.of(BY_EMAIL, BY_NAME), List.of());
        user("1", "one@x", "kim");
        user("2", "two@x", "alex");
        contact("11", "one@x", "alex");
        contact("12", "nobody@x", "alex");
        sync();
        assertThat(partner("11")).isEqualTo("1");
    }

    @Test
    void aPartnerIsHis_toWhomAnEarlierAlternativeTiesIt() {
        flow = flow(LinkPolicy.MATCHED, List.of(BY_EMAIL, BY_NAME), List.of());
        user("1", "one@x", "kim");
        contact("11", "else@x", "kim");
        user("2", "else@x", "alex");
        contact("12", "more@x", "alex");
        sync();
        assertThat(partner("11")).isEqualTo("2");
        assertThat(partner("12")).isNull();
        assertThat(totals().linked()).isEqualTo(1);
    }

    @Test
    void createsWhatNothingMatches_ifTheFlowSaysSo_andNeverWhatIsAmbiguous() {
        flow = flow(LinkPolicy.MATCHED_OR_CREATE, List.of(BY_EMAIL), List.of());
        user("1", "one@x", "a");
        user("2", "twins@x", "a");
        user("3", "twins@x", "a");
        contact("12", "twins@x", "b");
        sync();
        assertThat(contacts.all()).hasSize(2);
        assertThat(totals().linked()).isEqualTo(1);
        assertThat(totals().ambiguous()).isEqualTo(2);
    }

    @Test
    void createsNothingForATarget_norForADeletedSource() {
        flow = flow(LinkPolicy.MATCHED_OR_CREATE, List.of(BY_EMAIL), List.of());
        contact("11", "one@x", "b");
        user("2", "two@x", "a");
        users.presence("2", Presence.DELETED);
        sync();
        assertThat(users.all()).hasSize(1);
        assertThat(contacts.all()).hasSize(1);
    }

    @Test
    void leavesOutSourcesThatTakeNoPart_inMatchingAndInCreating() {
        Condition kim = new Condition("name", false, List.of(TextNode.valueOf("kim")));
        flow = flow(LinkPolicy.MATCHED_OR_CREATE, List.of(BY_EMAIL), List.of(kim));
        user("1", "one@x", "alex");
        user("2", "two@x", "kim");
        contact("11", "one@x", "b");
        sync();
        assertThat(partner("11")).isNull();
        assertThat(contacts.all()).hasSize(2);
        users.edit("1", Map.of("name", "kim"));
        sync();
        assertThat(partner("11")).isEqualTo("1");
        assertThat(contacts.all()).hasSize(2);
    }
}
