package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Person;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Records;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two applications run on one PostgreSQL store: the leases in it let one work on a flow at a time. */
@Tag("thorough")
class TwoApplicationsIT {

    private static final int TICKETS = 600;

    @Test
    void neitherDoubleNorRepeatAWrite_andOneTakesOverWhenTheOtherIsKilled() throws Exception {
        try (Sandbox sandbox = Sandbox.start(new SandboxOptions(20, TICKETS, 0, false, null, Clock.systemUTC()))) {
            sandbox.custompms().faults().set(InjectedFaults.Kind.SLOW, Integer.MAX_VALUE, ".*/projects/batch");
            Installed one = installed(sandbox, "one");
            Store.POSTGRESQL.settings(one);
            Installed other = installed(sandbox, "other").sharing(one);
            Process first = one.start("run");
            Process second = other.start("run");
            try {
                Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> !Records.byReference(sandbox, "projects")
                        .isEmpty());
                first.destroyForcibly().waitFor();
                sandbox.custompms().faults().set(InjectedFaults.Kind.NONE, 0, ".*");
                Installed again = installed(sandbox, "again").sharing(one);
                endsByItself(again.start("run"), again);
                Process third = again.start("run");
                try {
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(2))
                            .until(() ->
                                    Records.byReference(sandbox, "projects").size() == Records.liveTickets(sandbox));
                    assertThat(Records.byReference(sandbox, "projects").values())
                            .containsOnly(1);
                    assertThat(Records.versions(sandbox, "projects").values()).containsOnly(1);

                    rename(sandbox, 60);
                    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> written(sandbox, 2) >= 60);
                    assertThat(written(sandbox, 2)).isEqualTo(60);
                    assertThat(Records.versions(sandbox, "projects").values()).allMatch(version -> version <= 2);
                    endsByItself(third, again);
                } finally {
                    third.destroyForcibly();
                }
            } finally {
                first.destroyForcibly();
                second.destroyForcibly();
            }
        }
    }

    /** A SIGTERM ends it within 30 s, at work or waiting for what another process holds. */
    private static void endsByItself(Process run, Installed tandem) throws Exception {
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.readString(tandem.log())
                .contains("Syncing ..."));
        run.destroy();
        assertThat(run.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(run.exitValue()).isIn(0, 143);
    }

    private Installed installed(Sandbox sandbox, String name) throws IOException {
        return new Installed(name)
                .against(sandbox, "zendesk", "custompms")
                .with("console.port", String.valueOf(freePort()))
                .with("schedule.default", "* * * * * ?")
                .withRow("zendesk-tickets--custompms-project", "{source: subject, target: name}");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static long written(Sandbox sandbox, int version) {
        return Records.versions(sandbox, "projects").values().stream()
                .filter(v -> v == version)
                .count();
    }

    private static void rename(Sandbox sandbox, int tickets) {
        Person person = new Person(sandbox);
        Records.ticketIds(sandbox).stream()
                .limit(tickets)
                .forEach(id -> person.zendesk(
                        "PUT", "tickets/" + id + ".json", "{\"ticket\": {\"subject\": \"renamed " + id + "\"}}"));
    }
}
