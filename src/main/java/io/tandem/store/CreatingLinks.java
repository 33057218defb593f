package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Links whose create was started and whose answer was never stored: at most a chunk for each crash. In the caller's transaction. */
public final class CreatingLinks {

    private static final String ALL = Links.SELECT + "where flow = :flow and state = 'creating'";

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

    /**
     * The records whose create this is, by each key that they have. What it made may have the same key. Those whose chunk is
     * still under way have no link yet, so they are rivals like all that have none. Cost: one query where there are none.
     *
     * @param rules how the flow makes the keys of a side
     */
    public static Map<Side, Map<KeyRule.Key, Set<String>>> byKey(
            Handle handle, String flow, Function<Side, KeyRule> rules) {
        Map<Side, List<String>> ids = new EnumMap<>(Side.class);
        handle.createQuery(ALL)
                .bind("flow", flow)
                .map((rs, ctx) -> Links.link(rs))
                .forEach(link -> ids.computeIfAbsent(waits(link), side -> new ArrayList<>())
                        .add(link.recordId(waits(link))));
        Map<Side, Map<KeyRule.Key, Set<String>>> found = new EnumMap<>(Side.class);
        ids.forEach((side, some) -> found.put(side, MatchKeys.byKey(handle, rules.apply(side), some)));
        return found;
    }

    private static Side waits(Link creating) {
        return creating.sourceId() == null ? Side.TARGET : Side.SOURCE;
    }

    /** Another text whenever one was started or came to its end; empty if there are none. */
    public static String mark(Handle handle, String flow) {
        return handle.createQuery(
                        "select count(*), max(id) from link where flow = :flow and state = 'creating' having count(*) > 0")
                .bind("flow", flow)
                .map((rs, ctx) -> " " + rs.getLong(1) + " creates to " + rs.getLong(2))
                .findOne()
                .orElse("");
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
