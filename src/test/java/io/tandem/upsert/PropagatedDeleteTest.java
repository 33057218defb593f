package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.feed.FeedPlan;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.flows.Flows;
import io.tandem.flows.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.TestDatabase;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 13 with {@code deletes: propagate}: what each answer to the delete call leaves on the item. */
class PropagatedDeleteTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");
    private final Answering target = new Answering(projects);
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final Deletes deletes = new Deletes(
            store.jdbi(),
            key -> target,
            new FeedPlan(List.of(FLOW), key -> key.equals(TICKETS) ? tickets.facts() : projects.facts()),
            leases);
    private Item item;

    @BeforeEach
    void delete() {
        tickets.add("1", Map.of("subject", "a"));
        tickets.presence("1", Presence.DELETED);
        item = new Item(Side.SOURCE, seen(tickets.get("1")), true);
        item.storedLink(Link.matched(FLOW.id(), "1", "11", Instant.EPOCH));
        item.counterpart(seen(projects.add("11", Map.of("name", "a"))));
        item.toDelete(Side.TARGET, LinkState.SOURCE_DELETED);
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private static Snapshot seen(SyncRecord record) {
        return new Snapshot(record, Map.of(), 1, false);
    }

    private void process() {
        for (Side side : Side.values()) {
            deletes.write(FLOW, side, List.of(item));
        }
    }

    private LinkState state() {
        return item.link().orElseThrow().state();
    }

    @Test
    void deletesThePartner_once_andEndsTheLink() {
        process();
        assertThat(target.asked)
                .singleElement()
                .isEqualTo(new Write.Delete(item.on(Side.TARGET).record()));
        assertThat(projects.get("11").presence()).isEqualTo(Presence.DELETED);
        assertThat(item.fresh().get(Side.TARGET).presence()).isEqualTo(Presence.DELETED);
        assertThat(item.wrote()).containsExactly(Side.TARGET);
        assertThat(state()).isEqualTo(LinkState.SOURCE_DELETED);
    }

    @Test
    void leavesThePartner_thatSomebodyEditedMeanwhile_andLooksAgain() {
        SyncRecord theirs = projects.edit("11", Map.of("name", "theirs"));
        target.said = write -> new WriteResult.Stale(theirs, false);
        process();
        assertThat(item.fresh()).containsEntry(Side.TARGET, theirs);
        assertThat(item.mustRunAgain()).isTrue();
        assertThat(item.wrote()).isEmpty();
        assertThat(state()).isEqualTo(LinkState.LINKED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void parksADelete_thatComesToNothingAgainAndAgain(boolean conflicting) {
        target.said = write -> conflicting
                ? new WriteResult.Stale(projects.get("11"), false)
                : new WriteResult.Refused(new Refusal(Refusal.Kind.WITHOUT_EFFECT, "said so", null));
        process();
        process();
        assertThat(item.troubles()).isEmpty();
        process();
        assertThat(item.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.reason()).contains("pms/project/11");
            assertThat(trouble.heals()).isTrue();
        });
        assertThat(state()).isEqualTo(LinkState.LINKED);
    }

    @Test
    void isContent_whenThePartnerIsGoneAlready_withoutHavingWritten() {
        target.refuse(Refusal.Kind.GONE, null);
        process();
        assertThat(state()).isEqualTo(LinkState.SOURCE_DELETED);
        assertThat(item.fresh().get(Side.TARGET).presence()).isEqualTo(Presence.DELETED);
        assertThat(item.wrote()).isEmpty();
        assertThat(item.troubles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INVALID, false", "TEMPORARY, true"})
    void parksWhatIsRefused_andTriesAgainOnlyWhatCanHeal(Refusal.Kind kind, boolean heals) {
        target.refuse(kind, null);
        process();
        assertThat(item.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.recordId()).isEqualTo("11");
            assertThat(trouble.reason()).contains("refused to delete pms/project/11", "said so");
            assertThat(trouble.heals()).isEqualTo(heals);
        });
        assertThat(state()).isEqualTo(LinkState.LINKED);
    }

    @Test
    void callsNobody_whenNothingIsToBeDeleted() {
        item.toDelete(null, null);
        process();
        assertThat(target.asked).isEmpty();
    }
}
