package io.tandem.app;

import io.tandem.config.DaemonTimer;
import java.util.Date;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps schedules going after the machine's clock was set back: Quartz would wait for the moment that it worked out
 * before, for hours or years. Looks every ten seconds, whatever the clock shows. Cost of a look: none outside this
 * process.
 */
final class SetClockWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SetClockWatch.class);
    private static final long EVERY_SECONDS = 10;

    private final Scheduler scheduler;
    private final ScheduledExecutorService timer = DaemonTimer.of("set-clock");

    SetClockWatch(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void begin() {
        timer.scheduleWithFixedDelay(this::lookSafely, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void lookSafely() {
        try {
            look();
        } catch (SchedulerException | RuntimeException e) {
            LOG.warn("the schedules could not be checked against the clock; they are checked again", e);
        }
    }

    /** Sets every schedule to its next moment from now, if it waits for a later one. */
    void look() throws SchedulerException {
        int late = 0;
        for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
            Trigger waiting = scheduler.getTrigger(key);
            if (waiting != null && isLate(waiting)) {
                scheduler.rescheduleJob(key, fromNow(waiting));
                late++;
            }
        }
        if (late > 0) {
            LOG.warn("The clock was set back; {} schedules go by the time that it shows now", late);
        }
    }

    private static boolean isLate(Trigger waiting) {
        Date next = waiting.getNextFireTime();
        Date right = fromNow(waiting).getFireTimeAfter(new Date());
        return next != null && right != null && next.after(right);
    }

    private static Trigger fromNow(Trigger trigger) {
        return trigger.getTriggerBuilder().startAt(new Date()).build();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
