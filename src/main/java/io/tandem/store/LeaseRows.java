package io.tandem.store;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** The table of leases, as one process uses it: a row for each name that is held, or that a process waits for. Thread-safe. */
final class LeaseRows {

    /** Behind a name, the row of a process that waits for it. */
    private static final String WANTED = ", wanted";

    private final Jdbi jdbi;
    private final String owner;
    private final long length;

    /** @param length how long a row holds unless it is renewed */
    LeaseRows(Jdbi jdbi, String owner, Duration length) {
        this.jdbi = jdbi;
        this.owner = owner;
        this.length = length.toMillis();
    }

    /** Takes or renews a name. @return false if another process has it */
    boolean claim(String name, long now) {
        boolean taken = extend(name, now) || insert(name, now);
        if (!taken) {
            shorten(name, now);
        }
        return taken;
    }

    /**
     * Shortens a lease that ends later than any that is given out now: it was stored before the clock was set back. A
     * living holder renews it within its length; a dead one frees it then.
     */
    private void shorten(String name, long now) {
        long latest = now + length;
        jdbi.useHandle(h -> h.execute(
                "update lease set until_ms = ? where name = ? and until_ms > ?", latest, name, latest + 1_000));
    }

    /** Takes a lease that is ours or that ran out. One that was given back is not there. */
    private boolean extend(String name, long now) {
        return jdbi.withHandle(h -> h.createUpdate(
                                "update lease set owner = :owner, until_ms = :until where name = :name and (until_ms < :now or owner = :owner)")
                        .bind("owner", owner)
                        .bind("until", now + length)
                        .bind("now", now)
                        .bind("name", name)
                        .execute()
                == 1);
    }

    /** Extends a lease that is ours, also one that ran out. @return false if another process has had it since */
    boolean renew(String name, long now) {
        return jdbi.withHandle(h -> h.execute(
                        "update lease set until_ms = ? where name = ? and owner = ?", now + length, name, owner))
                == 1;
    }

    private boolean insert(String name, long now) {
        return jdbi.withHandle(h -> {
            boolean known = h.createQuery("select count(*) from lease where name = :name")
                            .bind("name", name)
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (known) {
                return false;
            }
            return SingleRow.insert(
                    h, "insert into lease (name, owner, until_ms) values (?, ?, ?)", name, owner, now + length);
        });
    }

    void giveBack(String name) {
        jdbi.useHandle(h -> h.execute("delete from lease where name = ? and owner = ?", name, owner));
    }

    /** Lets the process that has the name know that this one waits for it; it runs out like a lease. */
    void want(String name, long now) {
        if (!extend(name + WANTED, now)) {
            insert(name + WANTED, now);
        }
    }

    void wantNoMore(String name) {
        giveBack(name + WANTED);
    }

    boolean isWantedElsewhere(String name, long now) {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from lease where name = :name and owner <> :owner"
                                + " and until_ms > :now")
                        .bind("name", name + WANTED)
                        .bind("owner", owner)
                        .bind("now", now)
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }
}
