package io.tandem.app;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * The log as it is shipped: on standard error, because standard output is for what a command answers. A file that
 * {@code -Dlogback.configurationFile} names counts instead.
 *
 * <p>It is code because reading XML, and a pattern, took half of {@code tandem --version}.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    /** These print headers, bodies or SQL parameters, that is credentials and values. They stay off whatever the root's level is. */
    private static final List<String> PRINT_CONTENT = List.of(
            "org.apache.hc.client5.http",
            "org.apache.hc.core5",
            "org.apache.camel.tracing",
            "org.apache.camel.Tracing",
            "sun.net.www",
            "jdk.httpclient",
            "com.sun.net.httpserver");

    /** The same below warnings. */
    private static final List<String> PRINT_CONTENT_BELOW_WARNINGS = List.of(
            "org.apache.http",
            "io.netty",
            "org.jolokia",
            "org.jdbi",
            "org.jdbi.sql",
            "com.zaxxer.hikari",
            "org.postgresql",
            "h2database");

    /** Says once more, for each flow and each tick, what the routes' own error handling has said (RoundFailedNote). */
    private static final String SAID_BEFORE = "org.apache.camel.component.quartz.CamelJob";

    /** Warns about each H2 that is newer than itself. */
    private static final String WARNS_OF_H2 = "org.flywaydb";

    /** Advises a restore: what fails here is a copy, or is taken back. */
    private static final String ADVISES_A_RESTORE = "org.flywaydb.core.internal.command.DbMigrate";

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        PRINT_CONTENT.forEach(name -> log.getLogger(name).setLevel(Level.OFF));
        PRINT_CONTENT_BELOW_WARNINGS.forEach(name -> log.getLogger(name).setLevel(Level.WARN));
        log.getLogger("org.apache.camel.component.http").setLevel(Level.INFO);
        log.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
        log.getLogger(SAID_BEFORE).setLevel(Level.OFF);
        log.getLogger(WARNS_OF_H2).setLevel(Level.ERROR);
        log.getLogger(ADVISES_A_RESTORE).setLevel(Level.OFF);
        log.getLogger("io.tandem").setLevel(Level.INFO);
        Logger root = log.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(log));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext log) {
        LogLine line = new LogLine();
        line.setContext(log);
        line.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(log);
        encoder.setLayout(line);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(log);
        appender.setName("STDERR");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
