package io.tandem.app;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.DaemonTimer;
import io.tandem.config.FailuresInARow;
import io.tandem.config.Fault;
import io.tandem.config.Settings;
import io.tandem.config.SteadyClock;
import io.tandem.observe.ConfigurationState;
import io.tandem.observe.ConfigurationState.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changed configuration files while the application runs. It checks them whole as at a start, then has the
 * application switch to them, or refuses them and says why.
 *
 * <p>Files count once two looks in a row find the same, so half-written ones don't. Thread-safe. Cost of a look:
 * reading some 30 small files.
 */
public final class ConfigurationWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);

    /**
     * No flow may start while a change waits for a round that hangs. So after such a wait the flows of other systems
     * get most of the time.
     */
    private static final Duration PAUSE_AFTER_BUSY = Duration.ofMinutes(5);

    private final Application app;
    private final Clock clock;
    private final Clock steady;
    private final ScheduledExecutorService timer = DaemonTimer.of("configuration");
    private ConfigurationFiles seen;
    private ConfigurationFiles decided;
    private Optional<String> settings;
    private Instant notBefore = Instant.EPOCH;
    private volatile ConfigurationState state;
    private boolean closed;
    private final FailuresInARow failures = new FailuresInARow(e -> LOG.error(
            "changed configuration files could not be looked at; they are tried again", WithoutContent.of(e)));

    ConfigurationWatch(Application app, Clock clock) {
        this.app = app;
        this.clock = clock;
        this.steady = SteadyClock.beside(clock);
        this.seen = app.configuration().files();
        this.decided = seen;
        this.settings = app.configuration().settings().sources().file();
        this.state = new ConfigurationState(State.CURRENT, clock.instant(), List.of());
    }

    public void begin(Duration pause) {
        timer.scheduleWithFixedDelay(
                () -> lookSafely(this::poll), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    void lookSafely(Runnable look) {
        failures.survive(look);
    }

    ConfigurationState state() {
        return state;
    }

    /** Looks once. */
    public synchronized void poll() {
        if (closed) {
            return;
        }
        noteSettings();
        ConfigurationFiles now = files();
        if (now.equals(seen)
                && (!now.equals(decided) || broken())
                && !steady.instant().isBefore(notBefore)) {
            decide(now);
        }
        seen = now;
    }

    private boolean broken() {
        return state.state() == State.BROKEN;
    }

    /** Looks now, without waiting for a second look. @return what became of it */
    synchronized String reload() {
        ConfigurationFiles now = files();
        seen = now;
        if (now.equals(decided) && state.state() == State.CURRENT) {
            return "Nothing has changed; the files are what runs.";
        }
        if (!decide(now)) {
            return "Not yet: a file was being written, or a round didn't end in time. It is tried again.";
        }
        return state.why().map(why -> "Not done: " + why).orElse("The files are what runs now.");
    }

    private ConfigurationFiles files() {
        return ConfigurationFiles.read(app.configuration().home().folder());
    }

    /** @return false if it must be tried again, because a file was changed again or rounds didn't end */
    private boolean decide(ConfigurationFiles now) {
        Configuration running = app.configuration();
        try {
            if (broken() || !now.equals(running.files())) {
                Configuration next = running.again();
                if (!next.files().equals(now) || !files().equals(now)) {
                    return false;
                }
                if (!app.switchTo(next.orThrow(), broken())) {
                    notBefore = steady.instant().plus(PAUSE_AFTER_BUSY);
                    LOG.warn("a round did not end in time; the changed configuration is applied later");
                    return false;
                }
                LOG.info(
                        "the configuration was changed while running: {}",
                        String.join(", ", now.differing(running.files())));
            } else {
                LOG.info("the configuration files are again what runs");
            }
            become(State.CURRENT, List.of());
        } catch (ConfigurationFault refused) {
            become(broken() ? State.BROKEN : State.REFUSED, refused.faults());
            LOG.warn(
                    "{}. Correct them; they are looked at again by themselves",
                    state.why().orElseThrow());
        } catch (ConfigurationSwap.Broken broken) {
            become(State.BROKEN, List.of(new Fault("", 0, broken.getMessage())));
            LOG.error("{}", state.why().orElseThrow(), WithoutContent.of(broken));
        }
        decided = now;
        return true;
    }

    private void become(State next, List<Fault> faults) {
        Instant since = state.state() == next ? state.since() : clock.instant();
        state = new ConfigurationState(
                next, since, faults.stream().map(Fault::toString).toList());
    }

    private void noteSettings() {
        Optional<String> now =
                new Settings.Sources(app.configuration().home().folder(), Map.of(), Map.of(), Map.of()).file();
        if (!now.equals(settings)) {
            LOG.warn("config/application.properties changed; that takes effect at the next start");
        }
        settings = now;
    }

    /** A change in hand is carried out or refused before this returns. */
    @Override
    public void close() {
        timer.shutdown();
        synchronized (this) {
            closed = true;
        }
    }
}
