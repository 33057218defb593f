package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.OddAnswers;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Person;
import io.tandem.kit.Site;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.Records;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A system that takes long for each answer slows its own flows, and no other (rule 12): schedules, whole application, over HTTP. */
class SlowSystemFlowTest {

    /** A call to the slow system takes longer than this, and a quick flow's round much less. */
    private static final Duration QUICK = Duration.ofSeconds(15);

    @TempDir
    Path home;

    private final Sandbox sandbox = Sandbox.start(new SandboxOptions(20, 20, 20, false, null, Clock.systemUTC()));
    private final Person person = new Person(sandbox);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean slow;
    private OddAnswers gate;
    private Site site;

    @AfterEach
    void shut() {
        answers.countDown();
        site.close();
        gate.close();
        sandbox.close();
    }

    private void run(TestDatabase database) throws Exception {
        gate = new OddAnswers(sandbox.zendesk().url());
        gate.answer((line, behind) -> {
            if (slow) {
                hold();
            }
            return null;
        });
        site = new Site(home, sandbox, List.of("zendesk", "salesforce", "powerofficego", "custompms"));
        Map<String, String> settings = new TreeMap<>(Map.of(
                "zendesk.url", gate.url(), "schedule.default", "* * * * * ?", "store.url", database.migratedUrl()));
        if (database.user != null) {
            settings.put("store.user", database.user);
        }
        site.startScheduled(settings);
    }

    private void hold() {
        held.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rounds of slow flows are under way. */
    private void awaitHeld() {
        Awaitility.await().atMost(QUICK).until(() -> held.get() > 1);
    }

    /** A new task gets its project. */
    private void assertQuick(String subject) {
        String id = person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"" + subject + "\"}")
                .path("id")
                .asText();
        Awaitility.await().atMost(QUICK).untilAsserted(() -> assertThat(Records.byReference(sandbox, "projects"))
                .containsKey("salesforce/task/" + id));
    }

    @ParameterizedTest
    @OnOneDatabase
    void isNoOtherFlowsTrouble_fromTheStart(TestDatabase database) throws Exception {
        slow = true;
        run(database);
        awaitHeld();
        assertQuick("first");
        assertQuick("second");
    }

    @Tag("thorough")
    @ParameterizedTest
    @OnOneDatabase
    void isNoOtherFlowsTrouble_later(TestDatabase database) throws Exception {
        run(database);
        assertQuick("first");
        slow = true;
        awaitHeld();
        assertQuick("second");
        assertQuick("third");
        assertQuick("fourth");
    }
}
