package io.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class DaemonTimerTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DaemonTimer.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    /** A heartbeat that ends silently lets another process take what this one still works on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void workThatFails_comesAgain_andTheLogNamesItsFailureOnceInARow(boolean atFixedRate) {
        AtomicInteger done = new AtomicInteger();
        ScheduledExecutorService timer = DaemonTimer.of("test-timer");
        try {
            Runnable work = () -> {
                if (done.incrementAndGet() < 3) {
                    throw new OutOfMemoryError("private value");
                }
            };
            if (atFixedRate) {
                timer.scheduleAtFixedRate(work, 0, 1, TimeUnit.MILLISECONDS);
            } else {
                timer.scheduleWithFixedDelay(work, 0, 1, TimeUnit.MILLISECONDS);
            }
            await().until(() -> done.get() > 3);
        } finally {
            timer.shutdownNow();
        }
        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("test-timer", "OutOfMemoryError")
                .doesNotContain("private value"));
    }
}
