package io.tandem.config;

import java.text.ParseException;
import java.util.Date;
import java.util.Optional;
import org.quartz.CronExpression;

/** The form of a schedule. */
public final class Cron {

    private Cron() {}

    /** What is wrong with a Quartz cron expression, to stand behind it in a sentence; empty if nothing is. */
    public static Optional<String> fault(String expression) {
        try {
            return new CronExpression(expression).getNextValidTimeAfter(new Date()) == null
                    ? Optional.of("never fires: there is no such time from now on")
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.of("is no Quartz cron expression, e.g. 0 * * * * ? for every minute");
        }
    }
}
