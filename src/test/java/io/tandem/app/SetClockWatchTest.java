package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/** A clock that is set back doesn't stop the schedules until it has caught up. */
class SetClockWatchTest {

    private static final TriggerKey KEY = TriggerKey.triggerKey("users", "tandem");

    /** Does nothing; only its next moment matters. */
    public static final class Round implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            assertThat(context).isNotNull();
        }
    }

    private final Scheduler scheduler = scheduler();

    private static Scheduler scheduler() {
        Properties properties = new Properties();
        properties.put("org.quartz.scheduler.instanceName", "set-clock-test");
        properties.put("org.quartz.threadPool.threadCount", "1");
        try {
            return new StdSchedulerFactory(properties).getScheduler();
        } catch (org.quartz.SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        scheduler.shutdown();
    }

    private Instant next(Instant workedOut) throws Exception {
        Trigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(KEY)
                .startAt(Date.from(workedOut))
                .withSchedule(CronScheduleBuilder.cronSchedule("0 * * * * ?"))
                .build();
        scheduler.scheduleJob(JobBuilder.newJob(Round.class).build(), trigger);
        new SetClockWatch(scheduler).look();
        return scheduler.getTrigger(KEY).getNextFireTime().toInstant();
    }

    @Test
    void takesTheNextMinute_whenThatOfAYearAheadWasWaitedFor() throws Exception {
        assertThat(next(Instant.now().plus(Duration.ofDays(366))))
                .isBefore(Instant.now().plusSeconds(61));
    }

    @Test
    void leavesAScheduleAlone_thatWaitsForItsNextMoment() throws Exception {
        assertThat(next(Instant.now())).isBefore(Instant.now().plusSeconds(61));
    }
}
