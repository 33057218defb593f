package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.flow.Side;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Links whose create was started and whose answer was never stored: at most a chunk for each crash. In the caller's transaction. */
public final class CreatingLinks {

    private CreatingLinks() {}

    /** Those that can be tried again, oldest first; parked ones wait. @param of the side whose records wait for a partner */
    public static List<Link> due(Handle handle, String flow, Side of) {
        return handle.createQuery(Links.SELECT + "where flow = :flow and state = 'creating' and held_<side> is not null"
                        + " and not exists (select 1 from park p where p.flow = link.flow and p.side = :of"
                        + " and p.record_id = link.held_<side> and p.property = '') order by attempted_ms, id")
                .define("side", of.lower())
                .bind("of", of.name())
                .bind("flow", flow)
                .map((rs, ctx) -> Links.link(rs))
                .list();
    }

    /** All of them, parked ones too. @param made the side on which the new record is, or will be */
    static List<Link> into(Handle handle, String flow, Side made) {
        List<Link> stored = handle.createQuery(
                        Links.SELECT + "where flow = :flow and state = 'creating' and held_<side> is null order by id")
                .define("side", made.lower())
                .bind("flow", flow)
                .map((rs, ctx) -> Links.link(rs))
                .list();
        Stream<Link> started = StartedCreates.of(handle, flow).stream().filter(link -> link.recordId(made) == null);
        return Stream.concat(stored.stream(), started).toList();
    }
}
