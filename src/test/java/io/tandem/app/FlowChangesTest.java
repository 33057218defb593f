package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Link;
import io.tandem.config.ConfigurationFault;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowEntities;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Rule 16: a flow whose file changed looks at all its records again, and plan tells what changed. */
class FlowChangesTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final Row NAME = Flows.row("name", "title");
    private static final Row PHONE = Flows.row("phone", "telephone");
    private static final MatchPair BY_NAME = new MatchPair("name", "title");
    private static final Flow BEFORE = Flows.matched(USERS, CONTACTS, BY_NAME, NAME);
    private static final Flow AFTER = Flows.matched(USERS, CONTACTS, new MatchPair("phone", "telephone"), NAME, PHONE);
    private static final String CHANGED = "its file changed; all its records are looked at again";

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "name", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "title", "telephone");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private Feeds feeds(Flow flow) {
        return new Feeds(
                store.jdbi(),
                leases,
                clock,
                key -> key.equals(USERS) ? users : contacts,
                new FeedNeeds(List.of(flow), key -> (key.equals(USERS) ? users : contacts).facts()));
    }

    private void apply(Flow flow) {
        FlowChanges.apply(store.jdbi(), feeds(flow), List.of(flow));
    }

    private List<String> since(Flow flow) {
        return store.jdbi().withHandle(h -> FlowChanges.since(h, flow));
    }

    private FlowProgress.State progress() {
        return store.jdbi().inTransaction(h -> FlowProgress.of(h, BEFORE.id()));
    }

    private void lookedAtAll() {
        store.jdbi().useTransaction(h -> {
            FlowProgress.move(h, BEFORE, Side.SOURCE, progress().source(), 5);
            FlowProgress.move(h, BEFORE, Side.TARGET, progress().target(), 7);
            FlowProgress.matchedAt(h, BEFORE.id(), Side.SOURCE, "5/7");
        });
    }

    private void agreed(Row... rows) {
        Baseline baseline = Baseline.empty();
        for (Row row : rows) {
            baseline = baseline.with(row, TextNode.valueOf("a"), TextNode.valueOf("a"));
        }
        Link link = Link.matched(BEFORE.id(), "1", "11", clock.instant()).withBaseline(baseline);
        store.jdbi().useTransaction(h -> Links.insert(h, link));
    }

    @Test
    void looksAtAllRecordsAgain_onlyWhenTheFileChanged() {
        apply(BEFORE);
        lookedAtAll();
        FlowProgress.State all = progress();
        apply(BEFORE);
        assertThat(progress()).isEqualTo(all);
        apply(AFTER);
        assertThat(progress().fingerprint()).isNotEqualTo(all.fingerprint()).isNotEmpty();
        assertThat(progress().offset(Side.SOURCE)).isNegative();
        assertThat(progress().offset(Side.TARGET)).isNegative();
        assertThat(progress().matchedAt()).isEmpty();
    }

    @Test
    void refusesLinksOfOtherEntities_asTheirIdsMeanOtherRecords() {
        Flow other = FlowBuilder.of(EntityKey.parse("desk/groups"), CONTACTS)
                .id(BEFORE.id())
                .match(List.of(List.of(BY_NAME)))
                .rows(NAME)
                .build();
        apply(BEFORE);
        FlowEntities.check(store.jdbi(), List.of(other));
        agreed(NAME);

        FlowEntities.check(store.jdbi(), List.of(BEFORE, AFTER));
        assertThatThrownBy(() -> FlowEntities.check(store.jdbi(), List.of(other)))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("config/flows/" + BEFORE.id() + ".yaml")
                .hasMessageContaining(
                        "are between desk/users and shop/contacts, not between desk/groups and shop/contacts");
    }

    @Test
    void comparesByTheNewMatchRows_whatWasFetchedBefore() {
        Flow fetchedBefore = Flows.matched(USERS, CONTACTS, BY_NAME, NAME, PHONE);
        users.add("1", Map.of("name", "One", "phone", "111"));
        users.add("2", Map.of("name", "Two"));
        feeds(fetchedBefore).update(USERS, clock.instant());
        apply(AFTER);
        List<MatchKeys.Candidate> found = store.jdbi()
                .withHandle(h -> MatchKeys.around(h, feeds(AFTER).keyRule(AFTER, Side.SOURCE), List.of("1", "2")));
        assertThat(found).containsExactly(new MatchKeys.Candidate(Side.SOURCE, 0, "111", "1"));
    }

    @Test
    void logsThatAFileChanged_butNotThatAFlowIsNew() {
        Logger log = (Logger) LoggerFactory.getLogger(FlowChanges.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            apply(BEFORE);
            apply(BEFORE);
            assertThat(lines.list).isEmpty();
            apply(AFTER);
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(BEFORE.id() + ": its file changed; its records are looked at again");
    }

    @Test
    void tellsNothing_ofAFlowThatIsNew_orUnchanged() {
        assertThat(since(BEFORE)).isEmpty();
        progress();
        agreed(PHONE);
        assertThat(since(BEFORE)).isEmpty();
        apply(BEFORE);
        assertThat(since(BEFORE)).isEmpty();
    }

    @Test
    void tellsWhichRowsAreNew_andWhichAreGone() {
        apply(BEFORE);
        agreed(NAME);
        assertThat(since(AFTER)).containsExactly(CHANGED, "phone->telephone is new, or no link has agreed on it yet");
        assertThat(since(Flows.matched(USERS, CONTACTS, BY_NAME, PHONE)))
                .containsExactly(
                        CHANGED,
                        "phone->telephone is new, or no link has agreed on it yet",
                        "name->title is gone; its values stay as they are");
    }

    @Test
    void tellsOnlyThatItChanged_whileNoLinkHasAgreedOnAnything() {
        apply(BEFORE);
        assertThat(since(AFTER)).containsExactly(CHANGED);
        agreed();
        assertThat(since(AFTER)).containsExactly(CHANGED);
    }
}
