package io.tandem.store;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Parked records as people look at them. In the caller's transaction. */
public final class ListedParked {

    /** Rows that a list has in memory at once. */
    private static final int FETCHED = 500;

    private ListedParked() {}

    /** All of some flows, streamed in order. */
    public static void each(Handle handle, Collection<String> flows, Consumer<Parked> consumer) {
        if (!flows.isEmpty()) {
            handle.createQuery(Park.SELECT + "where flow in (<flows>) order by id")
                    .bindList("flows", List.copyOf(flows))
                    .setFetchSize(FETCHED)
                    .map((rs, ctx) -> Park.parked(rs))
                    .useStream(rows -> rows.forEach(consumer));
        }
    }

    /** Some of a flow's, in order. @param offset how many to leave out @param most so many of them */
    public static List<Parked> page(Handle handle, String flow, int offset, int most) {
        return handle.createQuery(Park.SELECT + "where flow = :flow order by id limit :most offset :offset")
                .bind("flow", flow)
                .bind("most", most)
                .bind("offset", offset)
                .map((rs, ctx) -> Park.parked(rs))
                .list();
    }
}
