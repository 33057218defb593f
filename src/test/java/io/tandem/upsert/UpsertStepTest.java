package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.UnderWay;
import io.tandem.flow.Side;
import io.tandem.kit.Chunks;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one pass of the step leaves on each item for the step that stores it; later rounds would heal much of it. */
class UpsertStepTest extends UpsertOfOne {

    @Test
    void anUpdateLeavesBaselineAnswerAndSide() throws Exception {
        linked(write(NAME, "new", null), new RowOutcome.Unchanged(NOTES));
        process();
        assertThat(projects.text("11", "name")).isEqualTo("new");
        assertThat(effects().baseline()).isNotEqualTo(done.link().orElseThrow().baseline());
        assertThat(onTarget().fresh().orElseThrow().values().get("name").asText())
                .isEqualTo("new");
        assertThat(onTarget().changedAt()).isEqualTo(Map.of("name", EDITED));
        assertThat(done.wrote()).containsExactly(Side.TARGET);
        assertThat(done.mustRunAgain()).isFalse();
    }

    @Test
    void nothingIsCalled_whenNothingChanged() throws Exception {
        linked(new RowOutcome.Unchanged(NAME), new RowOutcome.Unchanged(NOTES));
        process();
        assertThat(target.asked).isEmpty();
        assertThat(onTarget().fresh()).isEmpty();
    }

    @Test
    void aStaleRecordIsSeenAsItStands_andRunsAgain() throws Exception {
        linked(write(NAME, "new", null));
        projects.edit("11", Map.of("name", "theirs"));
        process();
        assertThat(projects.text("11", "name")).isEqualTo("theirs");
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(onTarget().fresh().orElseThrow().values().get("name").asText())
                .isEqualTo("theirs");
        assertThat(onTarget().changedAt()).isEmpty();
        assertThat(done.wrote()).isEmpty();
    }

    @Test
    void aStaleRecordThatCannotBeReadRunsAgain() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Stale(null, false);
        process();
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(onTarget().fresh()).isEmpty();
    }

    @Test
    void aRecordThatIsGoneIsKeptAsDeleted() throws Exception {
        linked(write(NAME, "new", null));
        target.refuse(Refusal.Kind.GONE, null);
        process();
        assertThat(onTarget().fresh().orElseThrow().presence()).isEqualTo(Presence.DELETED);
        assertThat(onTarget().fresh().orElseThrow().key()).isEqualTo(PROJECTS.record("11"));
        assertThat(troubles()).isEmpty();
    }

    @Test
    void onlyThePropertyThatWasLockedIsDrift() throws Exception {
        linked(write(NAME, "new", null), write(NOTES, "more", null));
        target.said = asked -> new WriteResult.Written(
                projects.get("11"), true, Map.of("name", new Refusal(Refusal.Kind.LOCKED, "closed", null)));
        process();
        assertThat(done.outcomes().get(0)).isEqualTo(new RowOutcome.Drift(NAME, Side.SOURCE, "closed"));
        assertThat(done.outcomes().get(1)).isInstanceOf(RowOutcome.WriteTo.class);
        assertThat(onTarget().changedAt()).containsOnlyKeys("description");
    }

    @Test
    void aLockedRecordIsDriftInEachRowThatWasToBeWritten_andInNoOther() throws Exception {
        linked(write(NAME, "new", null), new RowOutcome.Unchanged(NOTES));
        target.refuse(Refusal.Kind.LOCKED, null);
        process();
        assertThat(done.outcomes())
                .containsExactly(new RowOutcome.Drift(NAME, Side.SOURCE, "said so"), new RowOutcome.Unchanged(NOTES));
    }

    @Test
    void nothingCountsAsWritten_whenEveryPropertyWasRefused() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Written(
                projects.get("11"), true, Map.of("name", new Refusal(Refusal.Kind.INVALID, "no", null)));
        process();
        assertThat(done.wrote()).isEmpty();
        assertThat(troubles()).hasSize(1);
    }

    @Test
    void aConflictIsStoredBeforeTheWriteThatSettlesIt() throws Exception {
        RowOutcome.Conflict conflict =
                new RowOutcome.Conflict(TextNode.valueOf("new"), TextNode.valueOf("old"), Side.SOURCE, "latest");
        linked(write(NAME, "new", conflict));
        int[] known = {0};
        target.said = asked -> {
            known[0] = conflicts().size();
            return null;
        };
        process();
        assertThat(known[0]).isEqualTo(1);
    }

    @Test
    void aCreateIsStoredAsStartedBeforeTheCall_andLeavesAllThatItMade() throws Exception {
        toCreate();
        LinkState[] during = {null};
        target.said = asked -> {
            during[0] = storedLink().state();
            return null;
        };
        process();
        assertThat(during[0]).isEqualTo(LinkState.CREATING);
        assertThat(((Write.Create) target.asked.get(0)).externalRef()).isEqualTo("desk/tickets/1");
        assertThat(done.link().orElseThrow().state()).isEqualTo(LinkState.LINKED);
        assertThat(done.link().orElseThrow().targetId()).isEqualTo("1");
        assertThat(effects().link()).isNotEqualTo(effects().stored());
        assertThat(done.created()).isTrue();
        assertThat(onTarget().fresh()).isPresent();
        assertThat(onTarget().changedAt()).isEqualTo(Map.of("name", EDITED));
        assertThat(effects().baseline()).isNotEqualTo(io.tandem.chunk.Baseline.empty());
    }

    /** Were the stored link gone before the trouble is stored, a crash in between would leave a record that nobody asks for. */
    @Test
    void aRefusedCreateGivesItsLinkUp_butNotBeforeTheChunkIsStored() throws Exception {
        toCreate();
        target.refuse(Refusal.Kind.INVALID, null);
        process();
        assertThat(storedLink().state()).isEqualTo(LinkState.CREATING);
        assertThat(effects().abandoned()).isPresent();
        assertThat(done.link()).isEmpty();
        assertThat(done.outcomes()).isEmpty();
        assertThat(troubles()).hasSize(1);
    }

    /** The create's first try failed, and its source is edited before the next one. */
    private void createdBefore() throws Exception {
        toCreate();
        target.refuse(Refusal.Kind.TEMPORARY, null);
        process();
        settleStarted();
        toCreateAgain(storedLink(), "newer");
        target.normal();
    }

    @Test
    void aRepeatedCreateSendsWhatItSentBefore_andMergesWhatWasEditedSince() throws Exception {
        createdBefore();
        process();
        assertThat(projects.text("1", "name")).isEqualTo("new");
        assertThat(effects().baseline().row(NAME.id()).orElseThrow().target().asText())
                .isEqualTo("new");
        assertThat(done.mustRunAgain()).isTrue();
    }

    @Test
    void aRefusedCreateRunsAgain_whenTheSourceWasEditedSince() throws Exception {
        createdBefore();
        target.refuse(Refusal.Kind.INVALID, null);
        process();
        assertThat(effects().abandoned()).isPresent();
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(troubles()).isEmpty();
    }

    @Test
    void anEditThatUndoesOurWriteBeforeItIsReadAgain_runsAgain() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> {
            projects.edit("11", Map.of("name", "new"));
            return new WriteResult.Written(projects.edit("11", Map.of("name", "old")), false, Map.of());
        };
        process();
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(effects().baseline().row(NAME.id()).orElseThrow().target().asText())
                .isEqualTo("new");
    }

    @Test
    void aReplicaThatLagsIsNotTakenForAnEditThatUndoesOurWrite() throws Exception {
        linked(write(NAME, "new", null));
        SyncRecord before = projects.get("11");
        target.said = asked -> new WriteResult.Written(before, false, Map.of());
        process();
        assertThat(done.mustRunAgain()).isFalse();
    }

    @Test
    void aLostCreateIsAdopted_andMergesAsAtAFirstMeeting() throws Exception {
        toCreateAgain(started("the same key"), "new");
        projects.write(List.of(new Write.Create("desk/tickets/1", "the same key", NEW)), Set.of("name"));
        process();
        assertThat(target.asked).isEmpty();
        assertThat(done.link().orElseThrow().state()).isEqualTo(LinkState.LINKED);
        assertThat(done.link().orElseThrow().targetId()).isEqualTo("1");
        assertThat(onTarget().fresh().orElseThrow().key()).isEqualTo(PROJECTS.record("1"));
        assertThat(done.outcomes()).isEmpty();
        assertThat(done.mustRunAgain()).isTrue();
        assertThat(done.created()).isFalse();
    }

    /** @param id of a target that another chunk has in hand */
    private void processBesideOneThatHas(String id) throws Exception {
        UnderWay underWay = new UnderWay(FLOW.id(), 2, 0, clock);
        UnderWay.Place other = underWay.begin(0, 1);
        assertThat(other.claim(List.of(id), 0)).isTrue();
        Chunk chunk = new Chunk(FLOW, Side.SOURCE, EDITED, 1, 2, List.of(item), List.of()).at(underWay.begin(1, 2));
        done = Chunks.process(step, chunk).items().get(0);
    }

    private void expectTriedAgainLater() {
        assertThat(done.link())
                .hasValueSatisfying(link -> assertThat(link.state()).isEqualTo(LinkState.CREATING));
        assertThat(troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.heals()).isTrue();
            assertThat(trouble.reason()).contains("another record may be linked to it just now");
        });
    }

    @Test
    void whatARefusedCreateNames_isNotAdopted_whileAnotherChunkHasItInHand() throws Exception {
        projects.add("11", Map.of("name", "new"));
        toCreate();
        target.refuse(Refusal.Kind.DUPLICATE, "11");
        processBesideOneThatHas("11");

        expectTriedAgainLater();
    }

    @Test
    void whatALostCreateMade_isNotAdopted_whileAnotherChunkHasItInHand() throws Exception {
        toCreateAgain(started("the same key"), "new");
        projects.write(List.of(new Write.Create("desk/tickets/1", "the same key", NEW)), Set.of("name"));
        processBesideOneThatHas("1");

        expectTriedAgainLater();
    }

    @Test
    void aCreateThatIsAnsweredAsAnUpdateStopsTheFlow() {
        toCreate();
        target.said = asked -> new WriteResult.Stale(null, false);
        assertThatThrownBy(this::process).isInstanceOf(IllegalStateException.class);
        assertThat(storedLink().state()).isEqualTo(LinkState.CREATING);
    }
}
