package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final String PROPERTY = "tandem.archive";

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
        System.clearProperty(PROPERTY);
    }

    /** Java's own command fails with a wrapped exception of its own, for example when its process is ended with ours. */
    @Test
    void anArchiveThatCannotBeMadeDisturbsNobody() {
        System.setProperty(
                PROPERTY, folder.resolve("classes-" + "x".repeat(240)).toString());
        ClassArchive.begin();
        await().atMost(Duration.ofMinutes(2)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("class-archive")));
        assertThat(uncaught).isEmpty();
    }
}
