package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was committed is there after a SIGKILL: a create's link is stored before the call (rule 10). */
class DurableCommitTest {

    @TempDir
    private Path folder;

    @Test
    void keepsWhatWasCommitted_whenTheProcessIsKilledAtOnce() throws Exception {
        String url = TestDatabase.closedFile(folder.resolve("tandem")) + ";DB_CLOSE_ON_EXIT=FALSE";
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        url)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("halted").isEqualTo(Killed.HALTED);

        try (Database store = Database.open(url, null, null)) {
            List<String> systems = store.jdbi().withHandle(h -> h.createQuery("select system from account")
                    .mapTo(String.class)
                    .list());
            assertThat(systems).containsExactly("zendesk");
        }
    }

    /** Commits one row and is gone, without any of Java's last rites. */
    static final class Killed {

        static final int HALTED = 9;

        private Killed() {}

        public static void main(String[] url) {
            Database store = Database.open(url[0], null, null);
            store.jdbi().useTransaction(h -> h.execute("insert into account values ('zendesk', 'acme')"));
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
