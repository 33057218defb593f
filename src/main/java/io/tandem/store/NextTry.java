package io.tandem.store;

import io.tandem.flow.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** When parked records are tried again: only what can heal by itself, with growing pauses. In the caller's transaction. */
public final class NextTry {

    private NextTry() {}

    /**
     * Makes parked records due that wait for a change: these records, or their partners, were edited, if only in
     * properties that no row maps. Cost: a query for each 500, and an update where something is parked.
     */
    public static void edited(Handle handle, String flow, Side side, Collection<String> recordIds, Instant now) {
        for (List<String> piece : Database.pieces(List.copyOf(recordIds))) {
            List<Long> waiting = handle.createQuery(
                            "select p.id from unnest(:ids) wanted (id) join park p on p.flow = :flow"
                                    + " and p.side = :side and p.record_id = wanted.id where p.next_try_ms is null union"
                                    + " select p.id from unnest(:ids) wanted (id) join link l on l.flow = :flow"
                                    + " and l.held_<side> = wanted.id join park p on p.flow = :flow and p.side = :other"
                                    + " and p.record_id = l.held_<other> where p.next_try_ms is null")
                    .define("side", side.lower())
                    .define("other", side.other().lower())
                    .bindArray("ids", String.class, piece)
                    .bind("flow", flow)
                    .bind("side", side.name())
                    .bind("other", side.other().name())
                    .mapTo(Long.class)
                    .list();
            due(handle, waiting, now);
        }
    }

    /** Whether this record, or a property of it, is parked and tried again by itself. */
    public static boolean pauses(Handle handle, String flow, Side side, String recordId) {
        return handle.createQuery("select count(*) from park where flow = :flow and side = :side"
                                + " and record_id = :record and next_try_ms is not null")
                        .bind("flow", flow)
                        .bind("side", side.name())
                        .bind("record", recordId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /**
     * Records whose next try has come, or lies further away than the longest pause: another clock stored it.
     *
     * @param after the record behind which they begin; "" for the first
     * @param most so many of them, in order
     */
    public static List<String> due(
            Handle handle, String flow, Side side, Instant now, Duration longest, String after, int most) {
        String some = "select record_id from park where flow = :flow and side = :side and record_id > :after"
                + " and next_try_ms ";
        return handle.createQuery(
                        some + "between 0 and :now union " + some + "> :longest order by record_id limit :most")
                .bind("after", after)
                .bind("most", most)
                .bind("flow", flow)
                .bind("side", side.name())
                .bind("now", now.toEpochMilli())
                .bind("longest", now.plus(longest).toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    /** Makes parked rows due at once. @return how many of the ids exist */
    public static int retry(Handle handle, Collection<Long> ids) {
        return due(handle, ids, Instant.EPOCH);
    }

    private static int due(Handle handle, Collection<Long> ids, Instant moment) {
        return ids.isEmpty()
                ? 0
                : handle.createUpdate("update park set next_try_ms = :moment where id = any(:ids)")
                        .bind("moment", moment.toEpochMilli())
                        .bindArray("ids", Long.class, ids)
                        .execute();
    }
}
