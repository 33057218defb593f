package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.operator.Decisions;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.RecordKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FlowProgress;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.References;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 13: more than 5 % of a flow's links, at least 10, are not taken for deleted at once. */
class DeleteGuardTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final Flow FLOW = Flows.every(CASES, JOBS, Flows.row("title", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final Feeds feeds = new Feeds(
            store.jdbi(),
            leases,
            clock,
            key -> key.equals(CASES) ? cases : jobs,
            new FeedNeeds(List.of(FLOW), key -> (key.equals(CASES) ? cases : jobs).facts()));
    private final References references = new References(store.jdbi(), List.of(FLOW), key -> key);
    private final Worklist worklist =
            new Worklist(store.jdbi(), feeds, references, clock, Tuning.DEFAULT, new QuietRecords());
    private final Decisions decisions = new Decisions(store.jdbi(), feeds, references, leases, clock, "ann");

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private void linked(int links, LinkState state) {
        store.jdbi().useTransaction(h -> {
            for (int i = 0; i < links; i++) {
                Links.insert(
                        h,
                        Link.matched(FLOW.id(), state + "" + i, state + "" + i, clock.instant())
                                .withState(state));
            }
        });
    }

    private void deleted(ModelEntity entity, LinkState state, int from, int to) {
        for (int i = from; i < to; i++) {
            entity.add(state + "" + i, Map.of());
            entity.presence(state + "" + i, Presence.DELETED);
        }
        feeds.update(CASES, clock.instant());
        feeds.update(JOBS, clock.instant());
    }

    private Optional<String> held() {
        return worklist.heldBack(FLOW);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({"9, 9, false", "10, 10, true", "10, 200, false", "10, 199, true", "11, 219, true", "11, 220, false"})
    void stopsAtMoreThanFivePercent_andAtLeastTen(int deleted, int links, boolean held) {
        linked(links, LinkState.LINKED);
        deleted(cases, LinkState.LINKED, 0, deleted);
        assertThat(held().isPresent()).isEqualTo(held);
        held().ifPresent(
                        why -> assertThat(why).contains(deleted + " of " + links, "tandem allow-deletes " + FLOW.id()));
    }

    @Test
    void goesByTheSitesOwnNumbers() {
        linked(20, LinkState.LINKED);
        deleted(cases, LinkState.LINKED, 0, 5);
        assertThat(holds(new Tuning.Guard(5, 20))).isPresent();
        assertThat(holds(new Tuning.Guard(5, 25))).isEmpty();
        assertThat(holds(new Tuning.Guard(6, 5))).isEmpty();
    }

    private Optional<String> holds(Tuning.Guard guard) {
        return store.jdbi().inTransaction(h -> DeleteGuard.recount(h, FLOW, feeds, guard));
    }

    @Test
    void countsBothSides_andOnlyWhatTheFlowHasNotSeenYet() {
        linked(20, LinkState.LINKED);
        deleted(cases, LinkState.LINKED, 0, 5);
        assertThat(held()).isEmpty();
        deleted(jobs, LinkState.LINKED, 5, 10);
        assertThat(held()).isPresent();
        store.jdbi().useTransaction(h -> FlowProgress.move(h, FLOW, Side.TARGET, 0, 99));
        assertThat(held()).isEmpty();
    }

    @Test
    void countsRecordsThatLeft_butNoLinkThatEndedBefore() {
        linked(10, LinkState.LEFT);
        linked(10, LinkState.TARGET_DELETED);
        deleted(cases, LinkState.TARGET_DELETED, 0, 10);
        assertThat(held()).isEmpty();
        deleted(cases, LinkState.LEFT, 0, 10);
        assertThat(held()).hasValueSatisfying(why -> assertThat(why).contains("10 of 10"));
    }

    @Test
    void letsTheDeletesGoThatAnOperatorAllowed_andNoMore() {
        linked(20, LinkState.LINKED);
        deleted(cases, LinkState.LINKED, 0, 10);
        assertThat(held()).isPresent();
        assertThat(decisions.allowDeletes(FLOW)).isEqualTo(1);
        assertThat(held()).isEmpty();
        deleted(cases, LinkState.LINKED, 10, 11);
        assertThat(held()).hasValueSatisfying(why -> assertThat(why).contains("11 of 20"));
        List<RecordKey> listed = store.jdbi().inTransaction(h -> DeleteGuard.pending(h, FLOW, feeds));
        assertThat(listed).hasSize(11);
    }

    @Test
    void anAllowanceEndsWithTheDeletesItWasFor() {
        linked(20, LinkState.LINKED);
        deleted(cases, LinkState.LINKED, 0, 10);
        held();
        decisions.allowDeletes(FLOW);
        store.jdbi().useTransaction(h -> FlowProgress.move(h, FLOW, Side.SOURCE, 0, 10));
        assertThat(held()).isEmpty();
        deleted(cases, LinkState.LINKED, 10, 20);
        assertThat(held()).isPresent();
    }

    @Test
    void thereIsNothingToAllow_whileItHoldsNothing() {
        linked(20, LinkState.LINKED);
        deleted(cases, LinkState.LINKED, 0, 9);
        held();
        assertThatThrownBy(() -> decisions.allowDeletes(FLOW))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("nothing to allow");
    }
}
