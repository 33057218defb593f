package io.tandem.cli;

import io.tandem.chunk.RunCounts;
import io.tandem.config.DaemonTimer;
import io.tandem.config.Surroundings;
import io.tandem.record.Count;
import io.tandem.system.rest.Systems;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows that long work goes on: a line that is written over on a terminal, else a line every 10 s. */
final class ProgressLine implements AutoCloseable {

    /** What is left of an earlier line is cleared. */
    private static final String CLEAR = "\u001b[K";

    private static final String CUT_LINES = "\u001b[?7l";
    private static final String WRAP_LINES = "\u001b[?7h";

    private final RunCounts.Run run;
    private final Systems systems;
    private final Session session;
    private final String done;
    private final boolean terminal;
    private final long beganNanos = System.nanoTime();
    private final ScheduledExecutorService timer;

    private ProgressLine(RunCounts.Run run, Systems systems, Session session, String done) {
        this.run = run;
        this.systems = systems;
        this.done = done;
        this.session = session;
        this.terminal = System.console() != null && session.running().isEmpty() && !isDumb(session.around());
        this.timer = DaemonTimer.of("progress");
    }

    /** @param done what is said of what was worked on, e.g. written */
    static ProgressLine show(RunCounts.Run run, Systems systems, Session session, String done) {
        return new ProgressLine(run, systems, session, done);
    }

    void begin() {
        long pause = terminal ? 500 : 10_000;
        timer.scheduleAtFixedRate(this::line, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void line() {
        long records = run.looked();
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos));
        String text = Count.of(records, "record") + " looked at, " + records / seconds + "/s, " + run.work() + " "
                + done + waits(systems.waits(), Instant.now());
        if (terminal) {
            session.err().print(writtenOver(text));
            session.err().flush();
        } else {
            session.note(text);
        }
    }

    /** One that knows no codes would show them, as in an editor's window. */
    static boolean isDumb(Surroundings around) {
        return "dumb".equals(around.environment().get("TERM"));
    }

    /**
     * Cut at the right edge: a line that wraps can't be written over. The cursor ends at its beginning, so that a line of the log
     * that comes between does too.
     */
    static String writtenOver(String text) {
        return CUT_LINES + text + CLEAR + WRAP_LINES + "\r";
    }

    /** Standing still has a reason: a system's limit, which looks like a command that hangs. */
    static String waits(Map<String, Instant> waits, Instant now) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(waits).forEach((limit, until) -> text.append("; waits for the limit of ")
                .append(limit)
                .append(", ")
                .append(Math.max(1, Duration.between(now, until).toSeconds()))
                .append(" s"));
        return text.toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (terminal) {
            session.err().print(CLEAR);
        }
    }
}
