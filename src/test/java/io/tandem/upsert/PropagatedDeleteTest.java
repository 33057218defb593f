package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Verdict;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            new FeedNeeds(List.of(FLOW), key -> key.equals(TICKETS) ? tickets.facts() : projects.facts()),
            new RecordClaims(leases, clock));
    private Item linked;
    private Item item;
    private Item done;

    @BeforeEach
    void delete() {
        tickets.add("1", Map.of("subject", "a"));
        tickets.presence("1", Presence.DELETED);
        Link link = Link.matched(FLOW.id(), "1", "11", Instant.EPOCH).stored(7, 0);
        Snapshot partner = seen(projects.add("11", Map.of("name", "a")));
        linked = new Item(Side.SOURCE, seen(tickets.get("1")), true).with(new Verdict.Linked(link));
        item = linked.with(
                new Decision.Delete(link, partner, Side.TARGET, LinkState.SOURCE_DELETED, EarlierWrites.none()));
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private static Snapshot seen(SyncRecord record) {
        return new Snapshot(record, Map.of(), 1, 1);
    }

    private void process() {
        Writing writing =
                new Writing(item, new Chunk(FLOW, Side.SOURCE, Instant.EPOCH, 0, 0, List.of(item), List.of()).place());
        for (Side side : Side.values()) {
            deletes.write(FLOW, side, List.of(writing));
        }
        done = writing.written();
    }

    private Optional<SyncRecord> fresh() {
        return done.effects().orElseThrow().on(Side.TARGET).fresh();
    }

    private LinkState state() {
        return done.link().orElseThrow().state();
    }

    @Test
    void deletesThePartner_once_andEndsTheLink() {
        process();
        assertThat(target.asked)
                .singleElement()
                .isEqualTo(new Write.Delete(item.on(Side.TARGET).orElseThrow().record()));
        assertThat(projects.get("11").presence()).isEqualTo(Presence.DELETED);
        assertThat(fresh().orElseThrow().presence()).isEqualTo(Presence.DELETED);
        assertThat(done.wrote()).containsExactly(Side.TARGET);
        assertThat(state()).isEqualTo(LinkState.SOURCE_DELETED);
    }

    @Test
    void leavesThePartner_thatSomebodyEditedInBetween_andLooksAgain() {
        SyncRecord theirs = projects.edit("11", Map.of("name", "theirs"));
        target.said = write -> new WriteResult.Stale(theirs, false);
        process();
        assertThat(fresh()).contains(theirs);
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(done.wrote()).isEmpty();
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
        assertThat(done.troubles(FLOW)).isEmpty();
        process();
        assertThat(done.troubles(FLOW)).singleElement().satisfies(trouble -> {
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
        assertThat(fresh().orElseThrow().presence()).isEqualTo(Presence.DELETED);
        assertThat(done.wrote()).isEmpty();
        assertThat(done.troubles(FLOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INVALID, false", "TEMPORARY, true"})
    void parksWhatIsRefused_andTriesAgainOnlyWhatCanHeal(Refusal.Kind kind, boolean heals) {
        target.refuse(kind, null);
        process();
        assertThat(done.troubles(FLOW)).singleElement().satisfies(trouble -> {
            assertThat(trouble.recordId()).isEqualTo("11");
            assertThat(trouble.reason()).contains("refused to delete pms/project/11", "said so");
            assertThat(trouble.heals()).isEqualTo(heals);
        });
        assertThat(state()).isEqualTo(LinkState.LINKED);
    }

    @Test
    void callsNobody_whenNothingIsToBeDeleted() {
        item = linked.with(new Decision.Rest(
                linked.link().orElseThrow(), item.counterpart().orElseThrow(), EarlierWrites.none()));
        process();
        assertThat(target.asked).isEmpty();
    }
}
