package io.tandem.app;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback with {@link LogConfigurator}, without the search for configurations, which takes longer than {@code tandem
 * --version} does all else.
 */
public final class LogProvider implements SLF4JServiceProvider {

    /** Of SLF4J: the class to take instead of those that it finds. */
    private static final String PROPERTY = "slf4j.provider";

    private final LoggerContext log = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    /** From now on, unless somebody has chosen a log or its configuration. To be called before the first logger is made. */
    public static void use() {
        if (System.getProperty(PROPERTY) == null && System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) == null) {
            System.setProperty(PROPERTY, LogProvider.class.getName());
            // else it says on standard error which one it takes
            System.setProperty("slf4j.internal.verbosity", "WARN");
        }
    }

    @Override
    public void initialize() {
        log.setName("default");
        LogConfigurator configurator = new LogConfigurator();
        configurator.setContext(log);
        configurator.configure(log);
        log.setMDCAdapter(mdc);
        log.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return log;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
