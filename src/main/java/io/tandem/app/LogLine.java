package io.tandem.app;

import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.util.CachingDateFormatter;

/** A line of the log: time of day, level, thread, who says it, what; below it the stack trace, if there is one. */
final class LogLine extends LayoutBase<ILoggingEvent> {

    private static final int LEVEL_WIDTH = 5;

    private static final int NAME_WIDTH = 24;

    private final TargetLengthBasedClassNameAbbreviator names = new TargetLengthBasedClassNameAbbreviator(NAME_WIDTH);
    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    /** Made for the first line: Java opens all jars to look for time zones, a twentieth of a command that logs nothing. */
    private static final class Times {
        private static final CachingDateFormatter OF_DAY = new CachingDateFormatter("HH:mm:ss.SSS");
    }

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String level = event.getLevel().toString();
        return Times.OF_DAY.format(event.getTimeStamp()) + " " + level
                + " ".repeat(Math.max(0, LEVEL_WIDTH - level.length()))
                + " [" + event.getThreadName() + "] " + names.abbreviate(event.getLoggerName()) + " "
                + event.getFormattedMessage() + System.lineSeparator() + traces.convert(event);
    }
}
