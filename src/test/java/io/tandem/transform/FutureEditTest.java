package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 5 and 11: an edit whose time lies in the future, because a clock was wrong, is not for ever the latest. */
class FutureEditTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final Flow FLOW = Flows.every(CASES, JOBS, Flows.row("title", "name"));
    private static final Duration AN_HOUR = Duration.ofHours(1);

    /** Whose clock was an hour ahead when the case was edited and read. */
    enum Ahead {
        OURS,
        THEIRS,
        BOTH;

        private boolean are(Ahead one) {
            return this == BOTH || this == one;
        }
    }

    private final TickingClock ours = new TickingClock();
    private final TickingClock theirs = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, theirs, "title");
    private final ModelEntity jobs = new ModelEntity(JOBS, theirs, "name");
    private Database store;
    private TestEngine engine;

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private void open(TestDatabase database) {
        store = database.open();
        cases.readBy(ours);
        jobs.readBy(ours);
        start();
        cases.add("1", Map.of("title", "first"));
        engine.sync();
        assertThat(jobs.text("1", "name")).isEqualTo("first");
    }

    private void start() {
        engine = new TestEngine(store, List.of(FLOW), Map.of(CASES, cases, JOBS, jobs), ours);
    }

    private void set(Ahead ahead, Duration by) {
        if (ahead.are(Ahead.OURS)) {
            ours.pass(by);
        }
        if (ahead.are(Ahead.THEIRS)) {
            theirs.pass(by);
        }
    }

    private void minutes(int many) {
        List.of(ours, theirs).forEach(clock -> clock.pass(Duration.ofMinutes(many)));
    }

    private void editedWhile(Ahead ahead) {
        set(ahead, AN_HOUR);
        cases.edit("1", Map.of("title", "earlier"));
        engine.engine().feeds().update(CASES, ours.instant());
        set(ahead, AN_HOUR.negated());
        minutes(1);
        engine.close();
        start();
        minutes(1);
    }

    @ParameterizedTest
    @EnumSource
    void losesToOneThatWasMadeAfterTheClockWasSetRight(Ahead ahead) {
        open(TestDatabase.H2);
        editedWhile(ahead);
        jobs.edit("1", Map.of("name", "later"));
        engine.sync();
        assertThat(jobs.text("1", "name")).isEqualTo("later");
        assertThat(cases.text("1", "title")).isEqualTo("later");
    }

    @ParameterizedTest
    @EnumSource
    void isFollowedByTheNextEditOfItsRecord_andByAWriteOfOurs(Ahead ahead) {
        open(TestDatabase.H2);
        editedWhile(ahead);
        engine.sync();
        assertThat(jobs.text("1", "name")).isEqualTo("earlier");
        cases.edit("1", Map.of("title", "second"));
        engine.sync();
        assertThat(jobs.text("1", "name")).isEqualTo("second");
        minutes(1);
        jobs.edit("1", Map.of("name", "third"));
        engine.sync();
        assertThat(cases.text("1", "title")).isEqualTo("third");
        minutes(90);
        cases.edit("1", Map.of("title", "fourth"));
        engine.sync();
        assertThat(jobs.text("1", "name")).isEqualTo("fourth");
    }

    @ParameterizedTest
    @OnOneDatabase
    void isNotUndone_whenItsPartnersEditIsWrittenOverIt(TestDatabase database) {
        open(database);
        editedWhile(Ahead.THEIRS);
        jobs.edit("1", Map.of("name", "later"));
        engine.sync();
        minutes(5);
        engine.sync();
        assertThat(List.of(jobs.text("1", "name"), cases.text("1", "title"))).containsOnly("later");
    }

    @Test
    void ofAJob_isFollowedToo() {
        open(TestDatabase.H2);
        theirs.pass(AN_HOUR);
        jobs.edit("1", Map.of("name", "earlier"));
        engine.sync();
        theirs.pass(AN_HOUR.negated());
        minutes(1);
        jobs.edit("1", Map.of("name", "second"));
        engine.sync();
        assertThat(cases.text("1", "title")).isEqualTo("second");
    }
}
