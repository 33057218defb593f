package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tandem.flow.RoundStopped;
import io.tandem.kit.TickingClock;
import io.tandem.system.SystemException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What the log says of rounds on a schedule that stop again and again. */
class RoundFailedNoteTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.tandem.system");

    private final TickingClock clock = new TickingClock();
    private final RoundFailedNote note = new RoundFailedNote(clock);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        LOG.addAppender(log);
    }

    @AfterEach
    void leave() {
        LOG.detachAppender(log);
    }

    private void stopped(Exception why) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext(false));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, why);
        note.process(exchange);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void saysEachReasonOnceInTenMinutes_whenTwoEntitiesOfASystemAreForbiddenInTurn() {
        for (int round = 0; round < 8; round++) {
            stopped(new SystemException.EntityFailed("shelf", "book", "shelf/book is forbidden"));
            stopped(new SystemException.EntityFailed("shelf", "loan", "shelf/loan is forbidden"));
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(lines())
                .hasSize(2)
                .anyMatch(l -> l.startsWith("shelf/book"))
                .anyMatch(l -> l.startsWith("shelf/loan"));

        clock.pass(Duration.ofMinutes(3));
        stopped(new SystemException.EntityFailed("shelf", "book", "shelf/book is forbidden"));
        assertThat(lines()).hasSize(3);
    }

    @Test
    void saysEachReasonOnce_whenTwoHostsOfASystemAreDown() {
        for (int round = 0; round < 3; round++) {
            stopped(new SystemException.Unavailable("shelf", "shelf (v1) can't be reached", null));
            stopped(new SystemException.Unavailable("shelf", "shelf (v2) can't be reached", null));
        }
        assertThat(lines()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("stops")
    void saysAStopOnce_withoutATrace_asAWarningOnlyIfItWaitsForAPerson(RoundStopped stop, Level level) {
        stopped(stop);
        stopped(new IllegalStateException("a step", stop));
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(level);
        assertThat(log.list.get(0).getFormattedMessage()).endsWith("why");
        assertThat(log.list.get(0).getThrowableProxy()).isNull();
    }

    static Stream<Arguments> stops() {
        return Stream.of(
                Arguments.of(new RoundStopped.GuardHolds("why"), Level.WARN),
                Arguments.of(new RoundStopped.OtherFiles("why"), Level.WARN),
                Arguments.of(new RoundStopped.HeldElsewhere("why"), Level.INFO),
                Arguments.of(new RoundStopped.Ending("why"), Level.INFO));
    }

    @Test
    void saysAFaultOfOurs_withItsTrace() {
        stopped(new IllegalStateException("broken"));
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.list.get(0).getThrowableProxy()).isNotNull();
    }
}
