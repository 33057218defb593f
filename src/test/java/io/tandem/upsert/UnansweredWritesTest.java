package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.Presence;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.store.Wakes;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of writes and creates whose answers don't come, or don't tell. */
class UnansweredWritesTest extends UpsertOfOne {

    @Test
    void aLostCreateThatAnotherRecordGot_isInTheHistoryOnce_andParked() throws Exception {
        toCreateAgain(started("the same key"), "new");
        projects.write(List.of(new Write.Create("desk/tickets/1", "the same key", NEW)), Set.of("name"));
        store.jdbi().useHandle(h -> Links.insert(h, Link.matched(FLOW.id(), "2", "1", EDITED)));
        process();
        process();
        assertThat(troubles().get(0).reason()).contains("pms/project/1 was made for desk/tickets/1");
        assertThat(history()).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(Event.CREATED);
            assertThat(entry.changes()).containsExactly(new Change("name", null, TextNode.valueOf("new")));
        });
    }

    /** Seed 934840: there is nothing left to link, and nothing for a person to do. */
    @ParameterizedTest
    @EnumSource(
            value = LinkState.class,
            names = {"LINKED", "UNLINKED"})
    void aLostCreateOfARecordThatIsGone_isNotParked_whenAPersonOrAnotherRecordHasWhatItMade(LinkState state)
            throws Exception {
        Link started = started("the same key");
        projects.write(List.of(new Write.Create("desk/tickets/1", "the same key", NEW)), Set.of("name"));
        String of = state == LinkState.UNLINKED ? "1" : "2";
        store.jdbi()
                .useHandle(h ->
                        Links.insert(h, Link.matched(FLOW.id(), of, "1", EDITED).withState(state)));
        tickets.presence("1", Presence.DELETED);
        item = new Item(Side.SOURCE, seen(tickets.get("1")), true);
        toCreateAgain(started, "new");
        process();
        assertThat(troubles()).isEmpty();
        assertThat(effects().link()).isEmpty();
        assertThat(history())
                .extracting(Entry::event)
                .isEqualTo(state == LinkState.LINKED ? List.of(Event.CREATED) : List.of());
    }

    /** No link says so yet: both would have got it, and the store would have refused one of them. */
    @Test
    void whatALostCreateMadeIsNotAdopted_whenItIsMatchedInTheSameChunk() throws Exception {
        toCreateAgain(started("the same key"), "new");
        projects.write(List.of(new Write.Create("desk/tickets/1", "the same key", NEW)), Set.of("name"));
        Link pair = Link.matched(FLOW.id(), "2", "1", EDITED);
        Item matched = new Item(Side.SOURCE, seen(tickets.add("2", Map.of("subject", "new", "notes", "n"))), true)
                .with(new Verdict.Matched(pair))
                .with(new Decision.Merge(
                        pair,
                        seen(projects.get("1")),
                        pair.baseline(),
                        List.of(new RowOutcome.Unchanged(NAME)),
                        EarlierWrites.none()));
        List<Item> both = process(List.of(item, matched));
        assertThat(both.get(0).troubles(FLOW)).singleElement().satisfies(why -> assertThat(why.reason())
                .contains("pms/project/1 was made for desk/tickets/1 and is linked to another record"));
        assertThat(both.get(1).link()).contains(pair);
    }

    private List<Entry> history() {
        return store.jdbi().withHandle(h -> History.of(h, PROJECTS.record("1"), 10));
    }

    @Test
    void aWriteIsNotForgotten_whenItsSecondTryWasStale() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Stale(projects.get("11"), true);
        process();
        assertThat(over()).isEmpty();
    }

    @Test
    void aWriteIsForgotten_whenItsOnlyTryWasStale() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Stale(projects.get("11"), false);
        process();
        assertThat(over()).hasSize(1);
    }

    /** A write of a row whose answer was lost in an earlier round. */
    private static Intent earlier(Row row) {
        List<Intent.Value> values =
                List.of(new Intent.Value(row.id(), TextNode.valueOf("lost"), null, null, "a test says so"));
        return new Intent(row == NAME ? 71 : 72, 1, Side.TARGET, EDITED, values);
    }

    @Test
    void anAnswerLeavesEarlierWritesOfItsRowsInDoubt_andNoOthers() throws Exception {
        Intent sameRow = earlier(NAME);
        Intent otherRow = earlier(NOTES);
        EarlierWrites open = new EarlierWrites(List.of(), List.of(), List.of(sameRow, otherRow));
        linked(open, write(NAME, "new", null));
        process();
        assertThat(effects().inDoubt()).containsExactly(sameRow);
        assertThat(effects().answered()).hasSize(1);
        assertThat(over()).doesNotContain(otherRow);
    }

    /** What stands there after the later write is no sign of the earlier one. */
    @ParameterizedTest
    @CsvSource({"n, true", "lost, false"})
    void anEarlierWriteIsInDoubt_onceItsOtherValuesStandThereToo(String note, boolean over) throws Exception {
        Intent both = new Intent(
                71,
                1,
                Side.TARGET,
                EDITED,
                List.of(
                        new Intent.Value(NAME.id(), TextNode.valueOf("new"), null, null, "a test says so"),
                        new Intent.Value(NOTES.id(), TextNode.valueOf(note), null, null, "a test says so")));
        EarlierWrites open = new EarlierWrites(List.of(), List.of(), List.of(both));
        linked(open, write(NAME, "new", null), new RowOutcome.Unchanged(NOTES));
        process();
        assertThat(effects().inDoubt().contains(both)).isEqualTo(over);
    }

    @Test
    void aWriteIsNotForgotten_whenItsRefusalCanHeal() throws Exception {
        linked(write(NAME, "new", null));
        target.refuse(Refusal.Kind.TEMPORARY, null);
        process();
        assertThat(over()).isEmpty();
    }

    @Test
    void aWriteIsForgotten_whenItWasRefusedForGood() throws Exception {
        linked(write(NAME, "new", null));
        target.refuse(Refusal.Kind.INVALID, null);
        process();
        assertThat(over()).hasSize(1);
    }

    @Test
    void aNewLinkIsStoredBeforeItsFirstWrite() throws Exception {
        matched(write(NAME, "new", null));
        boolean[] stored = {false};
        target.said = asked -> {
            stored[0] = storedLink() != null;
            return null;
        };
        process();
        assertThat(stored[0]).isTrue();
    }

    /** It comes as one whose rivals went away, and does so no more once it is linked: were the write to fail, nobody would look. */
    @Test
    void aNewLinkOfARecordThatDidNotChange_isWokenShouldItsWriteFail() {
        item = new Item(Side.SOURCE, item.snapshot(), false);
        matched(write(NAME, "new", null));
        target.said = asked -> {
            throw new SystemException.Unavailable("pms", "pms can't be reached", null);
        };
        assertThatThrownBy(() -> process()).isInstanceOf(SystemException.class);
        Map<Long, String> woken =
                store.jdbi().withHandle(h -> Wakes.of(h, FLOW.id(), Side.SOURCE, 0, Long.MAX_VALUE, 1_000));
        assertThat(woken).isNotEmpty();
    }

    @Test
    void aNewLinkWithoutAWriteWaitsForTheChunk() throws Exception {
        matched(new RowOutcome.Unchanged(NAME));
        process();
        assertThat(storedLink()).isNull();
    }

    /** @return when the call was under way */
    private Instant refusedWhile(Refusal.Kind kind) throws Exception {
        Instant[] sent = {null};
        target.said = asked -> {
            sent[0] = clock.instant();
            return new WriteResult.Refused(new Refusal(kind, "said so", null));
        };
        process();
        return sent[0];
    }

    /** Its look-up would be asked too early, had the call waited long for its turn. */
    @Test
    void aCreateInDoubtCountsFromTheEndOfItsCall() throws Exception {
        toCreate();
        Instant sent = refusedWhile(Refusal.Kind.TEMPORARY);
        assertThat(storedLink().attempted()).isAfter(sent);
    }

    @Test
    void aCreateWithoutAnAnswerCountsFromTheEndOfItsCall() {
        toCreate();
        Instant[] sent = {null};
        target.said = asked -> {
            sent[0] = clock.instant();
            throw new SystemException.Unavailable("pms", "pms can't be reached", null);
        };
        assertThatThrownBy(this::process).isInstanceOf(SystemException.class);
        assertThat(storedLink().attempted()).isAfter(sent[0]);
    }

    /** Its process stood still: were the chunk not saved, its look-up would come too early. */
    @Test
    void aCreateThatWasAnsweredLateCountsFromItsAnswer() throws Exception {
        toCreate();
        target.said = asked -> {
            clock.pass(Duration.ofSeconds(45));
            return null;
        };
        Instant started = clock.instant();
        process();
        assertThat(storedLink().attempted()).isAfter(started.plusSeconds(45));
        assertThat(done.link().orElseThrow().version()).isEqualTo(storedLink().version());
    }

    @Test
    void aCreateForALinkThatWasGivenUpInBetweenIsInTheHistory() throws Exception {
        toCreate();
        target.said = asked -> {
            clock.pass(Duration.ofSeconds(45));
            settleStarted();
            store.jdbi().useHandle(h -> h.execute("delete from link"));
            return null;
        };
        process();
        assertThat(history()).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(Event.CREATED);
            assertThat(entry.changes()).containsExactly(new Change("name", null, TextNode.valueOf("new")));
        });
    }

    @Test
    void aRepeatedCreateWhoseRecordIsGoneIsInTheHistory() throws Exception {
        toCreateAgain(started("key"), "new");
        target.refuse(Refusal.Kind.GONE, null);
        process();
        assertThat(historyOfTheSource()).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(Event.IN_DOUBT);
            assertThat(entry.changes()).containsExactly(new Change("name", null, TextNode.valueOf("new")));
        });
    }

    @Test
    void aFirstCreateThatIsRefusedAsGoneMadeNothing() throws Exception {
        toCreate();
        target.refuse(Refusal.Kind.GONE, null);
        process();
        assertThat(historyOfTheSource()).isEmpty();
    }

    private List<Entry> historyOfTheSource() {
        return store.jdbi().withHandle(h -> History.of(h, TICKETS.record("1"), 10));
    }

    @Test
    void aCreateForALinkThatAnotherSavedInBetweenIsLeftToThatOne() throws Exception {
        toCreate();
        target.said = asked -> {
            clock.pass(Duration.ofSeconds(45));
            settleStarted();
            store.jdbi().useHandle(h -> h.execute("update link set version = version + 1, target_id = '1'"));
            return null;
        };
        Instant started = clock.instant();
        process();
        assertThat(storedLink().attempted()).isBefore(started.plusSeconds(45));
        assertThat(history()).isEmpty();
    }

    @Test
    void aRefusedCreateIsInNoDoubt() throws Exception {
        toCreate();
        Instant sent = refusedWhile(Refusal.Kind.INVALID);
        assertThat(storedLink().attempted()).isBefore(sent);
    }

    @Test
    void aRepeatedCreateIsStoredAsTriedAgainBeforeTheCall() throws Exception {
        toCreate();
        target.refuse(Refusal.Kind.TEMPORARY, null);
        process();
        Instant first = storedLink().attempted();
        settleStarted();
        toCreateAgain(storedLink(), "newer");
        Instant[] second = {null};
        target.said = asked -> {
            second[0] = storedLink().attempted();
            return null;
        };
        process();
        assertThat(second[0]).isAfter(first);
        assertThat(((Effect.Created) onTarget()).values().get("name").asText()).isEqualTo("new");
    }
}
