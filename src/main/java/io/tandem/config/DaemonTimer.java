package io.tandem.config;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that comes again in a thread of its own, which keeps no process from ending. So does work that throws, an
 * {@link Error} too: Java's own timers drop it silently, and a heartbeat would end while its lease is held.
 */
public final class DaemonTimer extends ScheduledThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonTimer.class);

    private final String thread;

    private DaemonTimer(String thread) {
        super(1, work -> {
            Thread daemon = new Thread(work, thread);
            daemon.setDaemon(true);
            return daemon;
        });
        this.thread = thread;
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setRejectedExecutionHandler(new DiscardPolicy());
    }

    /**
     * @param thread its name. What is cancelled is forgotten at once, not when its time has come; so is what waits at its
     *     shutdown, or comes after it.
     */
    public static ScheduledExecutorService of(String thread) {
        return new DaemonTimer(thread);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long pause, TimeUnit unit) {
        return super.scheduleWithFixedDelay(surviving(work), first, pause, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(surviving(work), first, period, unit);
    }

    /** The log has no message of a failure, which may hold values. */
    private Runnable surviving(Runnable work) {
        FailuresInARow failures = new FailuresInARow(e -> LOG.error(
                "the work of the thread {} failed ({}); it is done again",
                thread,
                e.getClass().getName()));
        return () -> failures.survive(work);
    }
}
