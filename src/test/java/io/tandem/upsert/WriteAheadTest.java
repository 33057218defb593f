package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Decision;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Side;
import io.tandem.store.Links;
import io.tandem.system.SystemException;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands in the store when the first write of a chunk is sent, and what is left of it when the chunk fails or is done again. */
class WriteAheadTest extends UpsertOfOne {

    private static final RowOutcome.Conflict CONFLICT =
            new RowOutcome.Conflict(TextNode.valueOf("new"), TextNode.valueOf("old"), Side.SOURCE, "latest");

    private static WriteResult unavailable() {
        throw new SystemException.Unavailable("a system", "it can't be reached", null);
    }

    private static RowOutcome.WriteTo back(String value) {
        return new RowOutcome.WriteTo(
                NOTES, Side.SOURCE, TextNode.valueOf(value), TextNode.valueOf(value), EDITED, "a test says so", null);
    }

    private Item another(String id) {
        return new Item(Side.SOURCE, seen(tickets.add(id, Map.of("subject", "b"))), true)
                .with(new Verdict.Create())
                .with(new Decision.Create(NEW, List.of(write(NAME, "new", null))));
    }

    private List<Side> intended() {
        return storedIntents().stream().map(Intent::side).toList();
    }

    @Test
    void allOfIt_beforeTheFirstWrite() throws Exception {
        matched(write(NAME, "new", CONFLICT), back("more"));
        List<String> stored = new ArrayList<>();
        source.said = asked -> {
            stored.add(storedLink().state() + " " + intended() + " "
                    + conflicts().size() + " " + linkOf("2").state());
            return null;
        };
        process(List.of(item, another("2")));
        assertThat(stored).containsExactly("LINKED [SOURCE, TARGET] 1 CREATING");
        assertThat(target.asked).hasSize(2);
    }

    @Test
    void nothing_whenNothingIsToBeWritten() throws Exception {
        matched(new RowOutcome.Unchanged(NAME));
        process();
        assertThat(storedLink()).isNull();
    }

    /** What a call was made for stays: its answer may be lost. What none was made for did not happen, and is no doubt in the history. */
    @Test
    void isTakenBack_asFarAsNoCallWasMade_whenTheChunkFails() {
        linked(write(NAME, "new", null), back("more"));
        source.said = asked -> unavailable();
        assertThatThrownBy(() -> process(List.of(item, another("2")))).isInstanceOf(SystemException.class);
        assertThat(intended()).containsExactly(Side.SOURCE);
        assertThat(linkOf("2")).isNull();
        assertThat(target.asked).isEmpty();
    }

    @Test
    void startsNoSecondCreate_whenTheStepIsDoneAgain() throws Exception {
        toCreate();
        target.said = asked -> unavailable();
        assertThatThrownBy(this::process).isInstanceOf(SystemException.class);
        target.normal();
        process();
        assertThat(target.asked).hasSize(1);
        assertThat(done.link()).contains(storedLink());
        assertThat(storedLink().state()).isEqualTo(LinkState.CREATING);
        assertThat(troubles()).isEmpty();
    }

    /** Two rows in the history told of one write, when each try was taken for one. */
    @Test
    void leavesAPairToTheNextRound_thatAnEarlierTryHasWritten() throws Exception {
        matched(write(NAME, "new", null));
        target.said = asked -> unavailable();
        assertThatThrownBy(this::process).isInstanceOf(SystemException.class);
        target.normal();
        process();
        assertThat(target.asked).hasSize(1);
        assertThat(storedIntents()).hasSize(1);
        assertThat(done.link()).contains(storedLink());
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(troubles()).isEmpty();
    }

    @Test
    void takesTheLinkThatAnEarlierTryStored_whenThatSentNothingOfIt() throws Exception {
        matched(write(NAME, "new", null), back("more"));
        store.jdbi().useHandle(h -> Links.insert(h, pair()));
        process();
        assertThat(projects.text("11", "name")).isEqualTo("new");
        assertThat(done.link()).map(Link::id).contains(storedLink().id());
        assertThat(troubles()).isEmpty();
    }

    /** The earlier try moved the moment of its create, and with it the version of its link. */
    @Test
    void leavesARepeatedCreate_thatAnEarlierTryHasSent() throws Exception {
        toCreateAgain(started("key"), "new");
        target.said = asked -> unavailable();
        assertThatThrownBy(this::process).isInstanceOf(SystemException.class);
        target.normal();
        process();
        assertThat(target.asked).hasSize(1);
        assertThat(done.link()).contains(storedLink());
        assertThat(troubles()).isEmpty();
    }

    @Test
    void leavesARecord_thatAnOperatorLinkedOtherwiseInBetween() throws Exception {
        matched(write(NAME, "new", null));
        store.jdbi().useHandle(h -> Links.insert(h, Link.matched(FLOW.id(), "1", "12", EDITED)));
        process();
        assertThat(target.asked).isEmpty();
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(done.link()).contains(storedLink());
        assertThat(troubles()).isEmpty();
    }

    /** The look-up of a create counts from its call, not from when it was recorded with the chunk's other writes. */
    @Test
    void aCreateCountsFromItsCall_whenTheWritesBeforeItTookLong() throws Exception {
        linked(write(NAME, "new", null));
        Instant[] recorded = {null, null};
        target.said = asked -> {
            if (target.asked.size() == 1) {
                recorded[0] = linkOf("2").attempted();
                clock.pass(Duration.ofSeconds(45));
            } else {
                recorded[1] = linkOf("2").attempted();
            }
            return null;
        };
        process(List.of(item, another("2")));
        assertThat(recorded[1]).isAfter(recorded[0].plusSeconds(44));
    }
}
