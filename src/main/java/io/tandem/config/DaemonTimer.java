package io.tandem.config;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Work that comes again in a thread of its own, which keeps no process from ending. */
public final class DaemonTimer {

    private DaemonTimer() {}

    /** @param thread its name. What is cancelled is forgotten at once, not when its time has come. */
    public static ScheduledExecutorService of(String thread) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread daemon = new Thread(work, thread);
            daemon.setDaemon(true);
            return daemon;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
