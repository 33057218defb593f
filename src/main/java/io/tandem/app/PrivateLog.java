package io.tandem.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps what libraries tell below {@code INFO} out of every log, whatever a configuration of the log says: there they
 * print headers, bodies and SQL parameters, that is credentials and values (rule 19).
 */
public final class PrivateLog extends TurboFilter {

    private static final String OURS = "io.tandem.";

    private PrivateLog() {}

    /** From now on; a second call does nothing. */
    public static void keep() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context
                && context.getTurboFilterList().stream().noneMatch(PrivateLog.class::isInstance)) {
            PrivateLog filter = new PrivateLog();
            filter.start();
            context.getTurboFilterList().add(0, filter);
        }
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        boolean ours = logger.getName().startsWith(OURS);
        return ours || level.isGreaterOrEqual(Level.INFO) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
