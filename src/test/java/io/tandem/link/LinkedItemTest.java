package io.tandem.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Effect;
import io.tandem.chunk.FlowCounters;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.RunCounts;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Trouble;
import io.tandem.chunk.UnderWay;
import io.tandem.chunk.WantedReference;
import io.tandem.config.Tuning;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.fetch.QuietRecords;
import io.tandem.fetch.Round;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Chunks;
import io.tandem.kit.Flows;
import io.tandem.kit.ItemBuilder;
import io.tandem.kit.RowBuilder;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.kit.Waiting;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.FlowProgress;
import io.tandem.store.History;
import io.tandem.store.Intents;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.Parked;
import io.tandem.store.References;
import io.tandem.store.Unresolved;
import io.tandem.store.Wakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one pass of the step stores of a chunk, all of it or nothing (rule 11). */
class LinkedItemTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");
    private static final Row NAME = Flows.row("title", "name");
    private static final Row FIRM = Flows.reference("firm", "customer", FIRMS, CUSTOMERS);
    private static final Flow FLOW = Flows.every(CASES, JOBS, NAME, FIRM);
    private static final Flow FIRM_FLOW = Flows.every(FIRMS, CUSTOMERS, NAME);
    private static final Instant EDITED = Instant.parse("2026-01-02T03:04:05Z");
    private static final RowOutcome.Conflict CONFLICT =
            new RowOutcome.Conflict(text("a"), text("b"), null, "both sides changed it differently");

    private static final Baseline AGREED = Baseline.empty().with(NAME, text("a"), text("a"));

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name", "customer");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final RunCounts counts = new RunCounts(new FlowCounters(clock, SimpleMeterRegistry::new));
    private Round round;
    private final Feeds feeds = new Feeds(
            store.jdbi(),
            leases,
            clock,
            key -> key.equals(CASES) ? cases : jobs,
            new FeedNeeds(List.of(FLOW), key -> (key.equals(CASES) ? cases : jobs).facts()));
    private final References references = new References(store.jdbi(), List.of(FLOW, FIRM_FLOW), key -> key);
    private final LinkStep step = new LinkStep(
            new ChunkSave(
                    store.jdbi(),
                    feeds,
                    references,
                    new NewLinks(
                            references,
                            (any, side) -> new KeyRule(any, side, List.of(List.of(false, false), List.of(false))),
                            clock),
                    new QuietRecords(),
                    clock,
                    Tuning.DEFAULT.pauses()),
            counts);
    private Snapshot snapshot;
    private Snapshot partner;
    private ItemBuilder item;

    @BeforeEach
    void see() {
        store.jdbi().useTransaction(h -> FlowProgress.of(h, FLOW.id()));
        snapshot = new Snapshot(cases.add("1", Map.of("title", "a")), Map.of(), 1, 1);
        partner = new Snapshot(jobs.add("11", Map.of("name", "a")), Map.of(), 1, 1);
        item = item();
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private ItemBuilder item() {
        return ItemBuilder.of(snapshot).partner(partner);
    }

    /** @return the item as the step leaves it */
    private Item process(long first, long last, List<Long> wakes) throws Exception {
        return process(item.build(), first, last, wakes);
    }

    private Item process(Item one, long first, long last, List<Long> wakes) throws Exception {
        Chunk chunk = new Chunk(FLOW, Side.SOURCE, EDITED, first, last, List.of(one), wakes);
        return Chunks.process(step, chunk, round).items().get(0);
    }

    private Item process(RowOutcome... outcomes) throws Exception {
        item.outcomes(outcomes);
        return process(0, 0, List.of());
    }

    private Link matched() {
        return Link.matched(FLOW.id(), "1", "11", EDITED);
    }

    private void linked() {
        item.stored(store.jdbi().withHandle(h -> Links.insert(h, matched())));
    }

    /** The item in the state that the next round finds it in. */
    private void again() {
        item = item().stored(storedLink());
    }

    private Link storedLink() {
        return store.jdbi()
                .withHandle(h -> Links.holding(h, FLOW.id(), Side.SOURCE, List.of("1")))
                .get("1");
    }

    private long linkedCases() {
        return store.jdbi().withHandle(h -> h.createQuery("select count(*) from link")
                .mapTo(Long.class)
                .one());
    }

    private FlowProgress.State progress() {
        return store.jdbi().inTransaction(h -> FlowProgress.of(h, FLOW.id()));
    }

    private List<String> woken() {
        return List.copyOf(wakes().values());
    }

    private Map<Long, String> wakes() {
        return store.jdbi().withHandle(h -> Wakes.of(h, FLOW.id(), Side.SOURCE, 0, Long.MAX_VALUE, 1_000));
    }

    private List<Long> wakes(String record) {
        return wakes().entrySet().stream()
                .filter(wake -> wake.getValue().equals(record))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> conflicts() {
        return store.jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id())).stream()
                .map(conflict -> conflict.property() + " " + conflict.state())
                .toList();
    }

    private Set<Long> unresolved() {
        return store.jdbi()
                .withHandle(h -> Unresolved.known(h, List.of(storedLink().id())));
    }

    private static RowOutcome waitsForFirm() {
        return new RowOutcome.Unresolved(FIRM, new WantedReference(FIRMS.record("7"), CUSTOMERS));
    }

    @Test
    void storesANewLink_withWhatItsSidesAgreeOn() throws Exception {
        item.link(matched()).baseline(AGREED);
        Item saved = process(new RowOutcome.Agreed(NAME, text("a"), text("a")), new RowOutcome.Unchanged(FIRM));
        assertThat(storedLink().baseline()).isEqualTo(AGREED);
        assertThat(saved.link()).contains(storedLink());
    }

    /** What was rolled back was never stored: the same chunk, done again in the same process, stores it. */
    @Test
    void storesAChunkAgain_thatWasRolledBack() throws Exception {
        Item one = item.link(matched())
                .baseline(AGREED)
                .outcomes(new RowOutcome.Failed(FIRM, Side.SOURCE, "no"))
                .build();
        assertThatThrownBy(() -> process(one, 3, 5, List.of())).isInstanceOf(RoundStopped.class);
        assertThat(storedLink()).isNull();

        process(one, 0, 5, List.of());
        assertThat(storedLink().baseline()).isEqualTo(AGREED);
        assertThat(parked()).singleElement().satisfies(row -> assertThat(row.attempts())
                .isEqualTo(1));
    }

    @Test
    void parksTheOne_thatWouldHoldAnothersPartner_andStoresTheRestOfTheChunk() throws Exception {
        List<Item> items = new ArrayList<>();
        for (int i = 1; i < 8; i++) {
            Snapshot seen = new Snapshot(cases.add("c" + i, Map.of("title", "a")), Map.of(), i, i);
            Snapshot partner = new Snapshot(jobs.add("j" + i, Map.of("name", "a")), Map.of(), i, i);
            items.add(ItemBuilder.of(seen)
                    .partner(partner)
                    .link(Link.matched(FLOW.id(), "c" + i, i == 5 ? "j3" : "j" + i, EDITED))
                    .outcomes(new RowOutcome.Unchanged(NAME))
                    .build());
        }
        Chunks.process(step, new Chunk(FLOW, Side.SOURCE, EDITED, 0, 7, items, List.of()));

        assertThat(linkedCases()).isEqualTo(6);
        assertThat(progress().offset(Side.SOURCE)).isEqualTo(7);
        assertThat(parked()).singleElement().satisfies(row -> {
            assertThat(row.recordId()).isEqualTo("c5");
            assertThat(row.reason()).contains("desk/cases/c5", "another record holds already", "tandem retry");
        });
    }

    @Test
    void storesNothing_andParksNobody_whenTheStoreItselfFails() throws Exception {
        item.link(matched());
        store.jdbi().useHandle(h -> h.execute("alter table flow_progress rename to elsewhere"));
        assertThatThrownBy(() -> process(0, 5, List.of())).isInstanceOf(RuntimeException.class);
        store.jdbi().useHandle(h -> h.execute("alter table elsewhere rename to flow_progress"));
        process(0, 5, List.of());
        assertThat(storedLink()).isNotNull();
        assertThat(parked()).isEmpty();
    }

    @Test
    void savesALinkOnlyWhenItChanged() throws Exception {
        linked();
        process(new RowOutcome.Unchanged(NAME));
        assertThat(storedLink().version()).isZero();
        item.baseline(AGREED);
        Item saved = process(new RowOutcome.Agreed(NAME, text("a"), text("a")));
        assertThat(storedLink().version()).isEqualTo(1);
        assertThat(saved.link().orElseThrow().version()).isEqualTo(1);
        item.stored(storedLink()).link(storedLink().withState(LinkState.LEFT));
        process(new RowOutcome.Unchanged(NAME));
        assertThat(storedLink().state()).isEqualTo(LinkState.LEFT);
    }

    @Test
    void storesTheBaselineThatAWriteLeft() throws Exception {
        linked();
        Baseline written = Baseline.empty().with(NAME, text("b"), text("b"));
        item.baseline(written);
        process();
        assertThat(storedLink().baseline()).isEqualTo(written);
    }

    @Test
    void storesWhatAnAnswerShowed_asAnEchoOfTheEditThatTravelled() throws Exception {
        linked();
        item.effect(
                Side.TARGET,
                new Effect.Written(jobs.edit("11", Map.of("name", "b")), List.of(), Map.of("name", EDITED)));
        process();
        Snapshot echo = feeds.snapshots(JOBS, List.of("11")).get("11");
        assertThat(echo.record().values().get("name")).isEqualTo(text("b"));
        assertThat(echo.isEchoTo(echo.sequence() - 1)).isTrue();
        assertThat(echo.changedAt()).containsEntry("name", EDITED);
        assertThat(feeds.snapshots(CASES, List.of("1"))).isEmpty();
    }

    @Test
    void movesTheOffsetFromWhereTheChunkBegan_orStoresNothing() throws Exception {
        linked();
        process(0, 5, List.of());
        assertThat(progress().offset(Side.SOURCE)).isEqualTo(5);
        assertThat(progress().offset(Side.TARGET)).isZero();
        item.baseline(Baseline.empty().with(NAME, text("b"), text("b")));
        assertThatThrownBy(() -> process(0, 7, List.of()))
                .isInstanceOf(RoundStopped.HeldElsewhere.class)
                .hasMessageContaining("its offset is no longer 0");
        assertThat(storedLink().baseline()).isEqualTo(Baseline.empty());
        assertThat(progress().offset(Side.SOURCE)).isEqualTo(5);
    }

    @Test
    void countsWhatItStored() throws Exception {
        linked();
        RunCounts.Run run = counts.start();
        round = Round.asked(EDITED, run);
        process(0, 5, List.of());
        assertThat(run.looked()).isEqualTo(1);
    }

    /** A sync inside a running application counted what rounds on a schedule did as its own. */
    @Test
    void countsForARun_onlyWhatItsOwnRoundsDo_inWhicheverThread() throws Exception {
        linked();
        RunCounts.Run run = counts.start();
        process(0, 5, List.of());
        assertThat(run.looked()).isZero();
        round = Round.asked(EDITED, run);
        Thread another =
                new Thread(() -> assertThatCode(() -> process(5, 6, List.of())).doesNotThrowAnyException());
        another.start();
        another.join();
        assertThat(run.looked()).isEqualTo(1);
    }

    @Test
    void answersTheWakeUpsOfItsChunk_andWakesWhatMustRunAgain() throws Exception {
        linked();
        store.jdbi().useTransaction(h -> Wakes.add(h, FLOW.id(), Side.SOURCE, List.of("1", "2")));
        long first = wakes("1").get(0);
        process(0, 0, List.of(first));
        assertThat(woken()).containsExactly("2");
        item.again();
        process(0, 0, List.of());
        assertThat(woken()).containsExactly("2", "1");
    }

    /** With rows locked, it could keep the chunk that has the turn from them, and both would wait for ever. */
    @Test
    void waitsForItsTurnToMoveTheOffset_withNoRowLocked() throws Exception {
        linked();
        store.jdbi().useHandle(h -> Wakes.add(h, FLOW.id(), Side.SOURCE, List.of("1")));
        List<Long> wakes = wakes("1");
        UnderWay underWay = new UnderWay(FLOW.id(), 2, 0, clock);
        UnderWay.Place first = underWay.begin(0, 5);
        Chunk second =
                new Chunk(FLOW, Side.SOURCE, EDITED, 5, 7, List.of(item.build()), wakes).at(underWay.begin(5, 7));
        first.hold();
        CompletableFuture<Chunk> saved = Waiting.of(() -> Chunks.process(step, second, round));

        store.jdbi().useHandle(h -> assertThat(h.execute("delete from wake")).isEqualTo(1));
        first.release();
        saved.get(20, TimeUnit.SECONDS);
        assertThat(storedLink()).isNotNull();
    }

    @Test
    void leavesASkippedRecordAsItIs() throws Exception {
        Item skipped = item.link(matched())
                .outcomes(new RowOutcome.Failed(NAME, Side.SOURCE, "no"))
                .decided();
        skipped.skip("a test says so");
        process(skipped, 0, 5, List.of());
        assertThat(storedLink()).isNull();
        assertThat(parked()).isEmpty();
        assertThat(progress().offset(Side.SOURCE)).isEqualTo(5);
    }

    @Test
    void parksTheRowsThatFailed_andFreesThemWhenTheyHeal() throws Exception {
        Row constant = RowBuilder.constant("kind", text("b2b")).build();
        linked();
        process(
                new RowOutcome.Failed(NAME, Side.TARGET, "holds a list"),
                new RowOutcome.Failed(constant, Side.SOURCE, "is no kind"));
        assertThat(parked())
                .extracting(Parked::side, Parked::recordId, Parked::property, Parked::reason, Parked::nextTry)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                Side.TARGET, "11", "name", FLOW.id() + ": holds a list", null),
                        org.assertj.core.groups.Tuple.tuple(
                                Side.SOURCE, "1", "kind", FLOW.id() + ": is no kind", null));
        again();
        process(new RowOutcome.Unchanged(NAME));
        assertThat(parked()).isEmpty();
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
    }

    @Test
    void remembersWhatARowWaitsFor_untilItDoesNot() throws Exception {
        linked();
        process(waitsForFirm());
        assertThat(unresolved()).hasSize(1);
        again();
        process(new RowOutcome.Unchanged(FIRM));
        assertThat(unresolved()).isEmpty();
    }

    @Test
    void aNewLinkWakesWhatWaitedForIt_onEitherSideOfIt() throws Exception {
        linked();
        process(waitsForFirm());
        Link firm = Link.matched(FIRM_FLOW.id(), "7", "70", EDITED);
        store.jdbi()
                .useTransaction(
                        h -> references.linked(h, FIRM_FLOW, List.of(firm.with(Side.TARGET, null, firm.state()))));
        assertThat(woken()).isEmpty();
        store.jdbi()
                .useTransaction(
                        h -> references.linked(h, FIRM_FLOW, List.of(Link.matched(FIRM_FLOW.id(), "8", "7", EDITED))));
        assertThat(woken()).isEmpty();
        store.jdbi().useTransaction(h -> references.linked(h, FIRM_FLOW, List.of(firm)));
        assertThat(woken()).containsExactly("1");
        again();
        process(new RowOutcome.Unresolved(FIRM, new WantedReference(CUSTOMERS.record("70"), FIRMS)));
        store.jdbi().useTransaction(h -> references.linked(h, FIRM_FLOW, List.of(firm)));
        assertThat(woken()).containsExactly("1", "1");
    }

    @Test
    void keepsAConflictOpen_untilTheRowAgrees() throws Exception {
        linked();
        process(new RowOutcome.Open(NAME, CONFLICT));
        again();
        process(new RowOutcome.Open(NAME, CONFLICT));
        assertThat(conflicts()).containsExactly("title open");
        again();
        process(new RowOutcome.Failed(NAME, Side.SOURCE, "holds a list"));
        assertThat(conflicts()).containsExactly("title open");
        again();
        process(new RowOutcome.Unchanged(NAME));
        assertThat(conflicts()).containsExactly("title resolved");
    }

    @Test
    void recordsAConflictOnce_thatItsWriteSettled() throws Exception {
        linked();
        RowOutcome write = new RowOutcome.WriteTo(NAME, Side.TARGET, text("a"), text("a"), EDITED, "latest", CONFLICT);
        store.jdbi().useTransaction(h -> Conflicts.foresee(h, FLOW, storedLink(), List.of(write), EDITED));
        process(write);
        assertThat(conflicts()).containsExactly("title resolved");
        again();
        RowOutcome other = new RowOutcome.WriteTo(
                NAME,
                Side.TARGET,
                text("c"),
                text("c"),
                EDITED,
                "latest",
                new RowOutcome.Conflict(text("c"), text("b"), Side.SOURCE, "latest"));
        process(other);
        assertThat(conflicts()).containsExactly("title resolved", "title resolved");
    }

    @Test
    void aWriteThatOverwritesNobodyIsNoConflict() throws Exception {
        linked();
        process(new RowOutcome.WriteTo(NAME, Side.TARGET, text("a"), text("a"), EDITED, "only one", null));
        assertThat(conflicts()).isEmpty();
    }

    @Test
    void listsDrift_onlyAsLongAsItLasts() throws Exception {
        linked();
        RowOutcome drift = new RowOutcome.Drift(NAME, Side.SOURCE, "it is closed");
        process(drift);
        again();
        process(drift);
        assertThat(conflicts()).containsExactly("title drift");
        again();
        process(new RowOutcome.Open(NAME, CONFLICT));
        assertThat(conflicts()).containsExactly("title open");
        again();
        process(drift);
        assertThat(conflicts()).containsExactly("title resolved", "title drift");
        again();
        process(new RowOutcome.Unchanged(NAME));
        assertThat(conflicts()).containsExactly("title resolved");
    }

    private List<String> history() {
        return store.jdbi().withHandle(h -> History.of(h, FLOW.id(), 10)).stream()
                .map(entry -> entry.event().word())
                .toList();
    }

    @Test
    void keepsAHistoryOfWhatItStored() throws Exception {
        linked();
        item.link(storedLink().withState(LinkState.LEFT));
        item.trouble(new Trouble(Side.SOURCE, "1", "", "refused", false));
        process(new RowOutcome.Open(NAME, CONFLICT));
        assertThat(history()).containsExactlyInAnyOrder("left", "conflict", "parked");
        again();
        item.trouble(new Trouble(Side.SOURCE, "1", "", "refused", false));
        process(new RowOutcome.Open(NAME, CONFLICT));
        assertThat(history()).hasSize(3);
    }

    @Test
    void forgetsALinkThatWasGivenUp_andWritesThatAreOver() throws Exception {
        linked();
        Link link = storedLink();
        Intent intent = new Intent(0, link.id(), Side.TARGET, EDITED, List.of());
        Intent stored =
                store.jdbi().inTransaction(h -> Intents.add(h, List.of(intent))).get(0);
        item.answered(stored);
        process();
        Map<Long, List<Intent>> left = store.jdbi().withHandle(h -> Intents.of(h, List.of(link.id())));
        assertThat(left).isEmpty();
        item.abandoned();
        process();
        assertThat(storedLink()).isNull();
    }

    @Test
    void aCreateThatIsDoneWakesWhatWaitedForIt_andSoDoesAnAdoption() throws Exception {
        for (boolean created : new boolean[] {true, false}) {
            store.jdbi().useHandle(h -> h.execute("delete from link"));
            Link started = store.jdbi()
                    .withHandle(h -> Links.insert(h, Link.creating(FLOW.id(), Side.SOURCE, "1", "key", EDITED)));
            Effect effect = created
                    ? new Effect.Created(jobs.get("11"), Values.none(), Map.of())
                    : new Effect.Adopted(jobs.get("11"));
            item = item().stored(started)
                    .link(started.with(Side.TARGET, "11", LinkState.LINKED))
                    .effect(Side.TARGET, effect);
            process();
            assertThat(storedLink().targetId()).isEqualTo("11");
        }
        assertThat(history()).containsExactly("created", "adopted");
    }

    @Test
    void aNewLinkIsInTheHistory_withWhatItMatchedBy() {
        MatchPair mail = new MatchPair("mail", "email");
        MatchPair code = new MatchPair("code", "number");
        Flow flow = Flows.flow(LinkPolicy.MATCHED, CASES, JOBS, List.of(List.of(mail, code), List.of(mail)), NAME);
        Link link = Link.matched(flow.id(), "1", "11", EDITED);
        store.jdbi().useTransaction(h -> new NewLinks(
                        references,
                        (any, side) -> new KeyRule(any, side, List.of(List.of(false, false), List.of(false))),
                        clock)
                .store(h, flow, List.of(link)));
        List<Entry> told = store.jdbi().withHandle(h -> History.of(h, flow.id(), 10));
        assertThat(told).singleElement().satisfies(entry -> assertThat(entry.because())
                .isEqualTo("they match by mail = email and code = number, or by mail = email"));
    }
}
