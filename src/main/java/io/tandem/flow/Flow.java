package io.tandem.flow;

import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One documented flow with the site's own rows and policies, as its file says it. Immutable and checked.
 *
 * @param id {@code <source system>-<source entity>--<target system>-<target entity>}
 * @param whyOff why {@code link: off}; empty otherwise
 * @param match alternatives in order of trial; inside one, all pairs must match; empty unless the link policy matches
 * @param rows documented rows in the document's order, then the site's extra rows; none that is switched off
 * @param where which source records take part; all must hold
 * @param targetWhere which target records take part in matching; all must hold
 * @param schedule Quartz cron of this flow alone; else the setting's
 * @param connectedTo with {@code link: connected}: a record gets a partner when it is connected with a linked one of these
 * @param documented what the file says of the documents that the flow comes from
 * @param parallel so many chunks may be under way at the same time
 */
public record Flow(
        String id,
        String description,
        EntityKey source,
        EntityKey target,
        LinkPolicy link,
        String whyOff,
        List<List<MatchPair>> match,
        List<Row> rows,
        DeletePolicy deletes,
        List<Condition> where,
        List<Condition> targetWhere,
        boolean createBoth,
        List<Connection> connectedTo,
        Optional<String> schedule,
        Documented documented,
        int parallel) {

    /** What the id of a route of the way back ends with. */
    public static final String BACK = "--back";

    /** In characters, as the store's columns for a flow are. */
    public static final int LONGEST_ID = 200;

    public Flow {
        match = match.stream().map(List::copyOf).toList();
        rows = List.copyOf(rows);
        where = List.copyOf(where);
        targetWhere = List.copyOf(targetWhere);
        connectedTo = List.copyOf(connectedTo);
    }

    /** The same with another number of chunks at the same time. */
    public Flow withParallel(int chunks) {
        return new Flow(
                id,
                description,
                source,
                target,
                link,
                whyOff,
                match,
                rows,
                deletes,
                where,
                targetWhere,
                createBoth,
                connectedTo,
                schedule,
                documented,
                chunks);
    }

    /** Whether unlinked records are matched by key. */
    public boolean matches() {
        return link == LinkPolicy.MATCHED || link == LinkPolicy.MATCHED_OR_CREATE || (connected() && !match.isEmpty());
    }

    /** Whether a source record without partner gets one created. */
    public boolean creates() {
        return link == LinkPolicy.EVERY || link == LinkPolicy.MATCHED_OR_CREATE || connected();
    }

    /** Whether a record of this side without partner gets one created on the other. */
    public boolean creates(Side from) {
        return creates() && (from == Side.SOURCE || createBoth);
    }

    /** Which records of a side take part; all must hold. */
    public List<Condition> conditions(Side side) {
        return side == Side.SOURCE ? where : targetWhere;
    }

    public boolean connected() {
        return link == LinkPolicy.CONNECTED;
    }

    /** Whether a record of a side takes part, by the conditions of the flow file. */
    public boolean takesPart(Side side, Values values) {
        return conditions(side).stream().allMatch(condition -> condition.holds(values));
    }

    public EntityKey entity(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    /** The other sources that supply a row's target before the row does, each once. */
    public List<String> suppliersBefore(Row row) {
        return rows.stream()
                .takeWhile(other -> !other.equals(row))
                .filter(other -> other.source() != null
                        && other.target().equals(row.target())
                        && !other.source().equals(row.source()))
                .map(Row::source)
                .distinct()
                .toList();
    }

    /** Whether a row's target has another source, too. */
    public boolean isShared(Row row) {
        return rows.stream()
                .anyMatch(
                        other -> other.target().equals(row.target()) && !Objects.equals(other.source(), row.source()));
    }

    /** The entities of some flows, each once. */
    public static List<EntityKey> entities(List<Flow> flows) {
        return flows.stream()
                .flatMap(flow -> Stream.of(flow.source(), flow.target()))
                .distinct()
                .toList();
    }

    /** The id of the route of a direction: the way back is {@code <flow id>--back}. */
    public String routeId(Side from) {
        return from == Side.SOURCE ? id : id + BACK;
    }
}
