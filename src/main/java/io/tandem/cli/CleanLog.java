package io.tandem.cli;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Writes messages to the log as {@link ForTerminal} text, those of exceptions too: an id or an answer that holds line breaks can't
 * pass for lines of ours, and one that holds escape codes does nothing to a terminal. Stands before each appender, so that
 * it holds for every configuration of the log.
 */
final class CleanLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final Appender<ILoggingEvent> appender;

    private CleanLog(Appender<ILoggingEvent> appender) {
        this.appender = appender;
        setName(appender.getName());
    }

    /** From now on; a second call does nothing. */
    static void keep() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLoggerList().forEach(logger -> wrap(context, logger));
        }
    }

    private static void wrap(LoggerContext context, Logger logger) {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        logger.iteratorForAppenders().forEachRemaining(appenders::add);
        appenders.stream().filter(appender -> !(appender instanceof CleanLog)).forEach(appender -> {
            CleanLog clean = new CleanLog(appender);
            clean.setContext(context);
            clean.start();
            logger.detachAppender(appender);
            logger.addAppender(clean);
        });
    }

    @Override
    protected void append(ILoggingEvent event) {
        appender.doAppend(clean(ILoggingEvent.class, event));
    }

    @Override
    public void stop() {
        super.stop();
        appender.stop();
    }

    /** The same with every text that may come from outside cleaned, as far down as it goes. */
    private static <T> T clean(Class<T> type, T dirty) {
        if (dirty == null) {
            return null;
        }
        return type.cast(Proxy.newProxyInstance(
                CleanLog.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return cleaned(method.getName(), method.invoke(dirty, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static Object cleaned(String method, Object value) {
        return switch (method) {
            case "getMessage", "getFormattedMessage", "getOverridingMessage" ->
                value == null ? null : ForTerminal.of((String) value);
            case "getThrowableProxy", "getCause" -> clean(IThrowableProxy.class, (IThrowableProxy) value);
            case "getSuppressed" ->
                Stream.of((IThrowableProxy[]) value)
                        .map(one -> clean(IThrowableProxy.class, one))
                        .toArray(IThrowableProxy[]::new);
            default -> value;
        };
    }
}
