package io.tandem.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How much went on in each minute of the last day, by name of a flow or a system, kept across restarts.
 *
 * <p>Shape: a ring of one row for each minute of a day. Cost: an update by its key for each name that is added to, one look
 * into the index for what is asked.
 */
public final class Samples {

    public static final Duration SPAN = Duration.ofDays(1);

    private static final int SLOTS = (int) SPAN.toMinutes();

    /** What is sampled. */
    public enum Kind {
        FLOW,
        SYSTEM
    }

    /**
     * One minute or several.
     *
     * @param minute the first of them, since 1970
     * @param amount records looked at, or calls
     * @param worstMillis the greatest lag, or how long a call took in the slowest minute
     */
    public record Sample(long minute, long amount, long worstMillis) {}

    private final Jdbi jdbi;

    public Samples(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds to the minute of {@code at}; several processes may add to the same. */
    public void add(Kind kind, String name, Instant at, long amount, long worstMillis) {
        long minute = minute(at);
        jdbi.useTransaction(h -> {
            boolean known = added(h, kind, name, minute, amount, worstMillis);
            if (!known
                    && !SingleRow.insert(
                            h,
                            "insert into sample (kind, name, slot, at_minute, amount, worst_ms) values (?, ?, ?, ?, ?, ?)",
                            kind.name(),
                            name,
                            minute % SLOTS,
                            minute,
                            amount,
                            worstMillis)) {
                added(h, kind, name, minute, amount, worstMillis);
            }
        });
    }

    /** @return whether there was a row to add to */
    private static boolean added(Handle handle, Kind kind, String name, long minute, long amount, long worstMillis) {
        return handle.createUpdate("update sample set amount = case when at_minute = :minute then amount else 0 end"
                                + " + :amount, worst_ms = case when at_minute = :minute then greatest(worst_ms, :worst)"
                                + " else :worst end, at_minute = :minute"
                                + " where kind = :kind and name = :name and slot = :slot")
                        .bind("kind", kind.name())
                        .bind("name", name)
                        .bind("slot", minute % SLOTS)
                        .bind("minute", minute)
                        .bind("amount", amount)
                        .bind("worst", worstMillis)
                        .execute()
                > 0;
    }

    /**
     * The samples of the last {@code span}, by name, each of {@code step} minutes, in order of time. A minute in which nothing
     * was sampled is left out; one that lies in the future was written under a wrong clock and says nothing.
     */
    public Map<String, List<Sample>> last(Kind kind, Duration span, int step, Instant now) {
        Map<String, List<Sample>> byName = new TreeMap<>();
        jdbi.useHandle(h -> h.createQuery("select name, part, sum(amount) as amount, max(worst_ms) as worst from"
                        + " (select name, at_minute / :step as part, amount, worst_ms from sample where kind = :kind"
                        + " and at_minute > :after and at_minute <= :now) as parts"
                        + " group by name, part order by name, part")
                .bind("kind", kind.name())
                .bind("step", step)
                .bind("after", minute(now) - span.toMinutes())
                .bind("now", minute(now))
                .map((rs, ctx) -> {
                    byName.computeIfAbsent(rs.getString("name"), name -> new ArrayList<>())
                            .add(new Sample(rs.getLong("part") * step, rs.getLong("amount"), rs.getLong("worst")));
                    return 1;
                })
                .list());
        return byName;
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }
}
