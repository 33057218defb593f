package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Records;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A first sync, killed with SIGKILL at random moments while the target's lists and searches lag behind: nothing
 * doubled, nothing lost, and the store opens.
 *
 * <p>Short in every build; {@code mvn verify -Pthorough} kills it thirty times in 5,000 records. {@code -Dkill.seed=} draws the
 * pauses before the kills again; what stands at these moments it can't.
 */
@Execution(ExecutionMode.CONCURRENT)
class KilledSyncIT {

    private static final int TICKETS = Integer.getInteger("kill.tickets", 1200);
    private static final int KILLS = Integer.getInteger("kill.times", 1);
    /** How far lists and searches lag behind, in seconds. */
    private static final int LAG = Integer.getInteger("kill.lag", 5);

    private static final String FLOW = "zendesk-tickets--custompms-project";
    private static final String COLLECTION = "projects";

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void createsEachProjectOnce_onPostgreSql(Store store) throws Exception {
        createsEachProjectOnce_howeverOftenItIsKilled(store);
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void createsEachProjectOnce_howeverOftenItIsKilled(Store store) throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Sandbox sandbox = Sandbox.start(new SandboxOptions(20, TICKETS, 0, false, null, Clock.systemUTC()))) {
            sandbox.custompms().faults().lag(Duration.ofSeconds(LAG));
            sandbox.custompms().faults().set(InjectedFaults.Kind.SLOW, Integer.MAX_VALUE, ".*/projects/batch");
            Installed tandem =
                    store.settings(new Installed("killed-" + store).against(sandbox, "zendesk", "custompms"));

            int killedInTheMiddle = 0;
            for (int i = 0; i < KILLS; i++) {
                int before = created(sandbox);
                Process sync = tandem.start("sync", FLOW);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> created(sandbox) > before || !sync.isAlive());
                pause(random.nextInt(1_000)); // the batches that are left take longer
                killedInTheMiddle += sync.isAlive() && created(sandbox) < TICKETS ? 1 : 0;
                sync.destroyForcibly().waitFor();
                store.leasesRunOut(tandem); // TwoApplicationsIT waits for that
            }
            sandbox.custompms().faults().set(InjectedFaults.Kind.NONE, 0, ".*");
            assertThat(tandem.run("sync", FLOW))
                    .as("the last sync, see " + tandem.log())
                    .isZero();

            Map<String, Integer> projects = Records.byReference(sandbox, COLLECTION);
            assertThat(projects).as("projects by ticket, seed " + seed).hasSize(live(sandbox));
            assertThat(projects.values())
                    .as("projects of one ticket, seed " + seed)
                    .containsOnly(1);
            assertThat(killedInTheMiddle).as("kills while it was creating").isPositive();

            sandbox.custompms().forget();
            assertThat(tandem.run("sync", FLOW)).isZero();
            assertThat(sandbox.custompms().asked())
                    .noneMatch(asked -> asked.method().equals("POST"));
        }
    }

    private static void pause(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() > until);
    }

    private static int created(Sandbox sandbox) {
        return Records.byReference(sandbox, COLLECTION).size();
    }

    /** Deleted tickets get no project. */
    private static int live(Sandbox sandbox) {
        return Records.liveTickets(sandbox);
    }
}
