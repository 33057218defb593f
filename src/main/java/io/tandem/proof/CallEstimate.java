package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.system.Access;
import io.tandem.system.EntityClient;

/**
 * How many calls the proof of a flow makes: each action that it is going to do, by what its systems need for one. It is said
 * before anything is made, so it is rather too high than too low, and less than twice of what is made where every action can
 * be done.
 */
final class CallEstimate {

    /** An edit asks for two rounds: one that carries it, and one in which nothing is left. */
    private static final int ROUNDS = 2;

    /** A conflict, or a read that lags, takes all rounds. */
    private static final int MOST_ROUNDS = 5;

    /** For lists that have another page just now, and answers that ask for another read. */
    private static final double MARGIN = 1.15;

    private final Application app;
    private final Flow flow;
    private final long round;

    /** @param round calls of one round in which nothing is to be done, as it was just measured */
    CallEstimate(Application app, Flow flow, long round) {
        this.app = app;
        this.flow = flow;
        this.round = Math.max(2, round);
    }

    private EntityClient client(Side side) {
        return app.systems().entity(flow.entity(side));
    }

    /** Of the whole flow. */
    long calls() {
        long rows = flow.rows().stream().mapToLong(this::ofRow).sum();
        return Math.round((ofLinks() + rows) * MARGIN);
    }

    /** Of its largest action: rounds until nothing is left to do. */
    long ofOneAction() {
        return MOST_ROUNDS * round + 4L * (write(Side.SOURCE, "") + write(Side.TARGET, ""));
    }

    private long sync() {
        return ROUNDS * round;
    }

    private long read(Side side) {
        return client(side).facts().canReadMany() ? 1 : 0;
    }

    private long write(Side side, String property) {
        return client(side).callsOfAnUpdate(property);
    }

    /** Read first, then written. */
    private long edit(Side side, String property) {
        return read(side) + write(side, property);
    }

    private long ofLinks() {
        boolean makes = client(Side.SOURCE).facts().canCreate();
        long alternatives = flow.match().size();
        boolean keyed = flow.matches() && alternatives > 0;
        long sources = keyed
                ? alternatives + 3
                : flow.matches() || makes ? flow.connectedTo().size() + 1L : 0;
        long targets = keyed ? alternatives + 2 : flow.createBoth() ? 1 : 0;
        long partners = (flow.creates() || flow.connected() ? 2 : 0) + (flow.createBoth() ? 1 : 0);
        long syncs = flow.matches() ? 1 : sources + targets;
        return sources * ofRecord(Side.SOURCE)
                + (targets + partners) * ofRecord(Side.TARGET)
                + alternatives * (write(Side.SOURCE, "") + write(Side.TARGET, ""))
                + (syncs + 1) * sync()
                + 2;
    }

    /** Made and read, or borrowed; and removed or given back. */
    private long ofRecord(Side side) {
        return client(side).facts().canCreate()
                ? 2 + read(side) + (client(side).facts().canDelete() ? 1 + 2 * read(side) : 0)
                : 2 * edit(side, "");
    }

    private long ofRow(Row row) {
        if (row.source() == null) {
            return read(Side.TARGET);
        }
        long prepared = row.when().size() + flow.suppliersBefore(row).size();
        long calls = prepared * (sync() + read(Side.SOURCE) + edit(Side.SOURCE, "") + write(Side.TARGET, ""));
        for (Side from : Side.values()) {
            long edits = edits(row, from);
            Side to = from.other();
            long each = edit(from, row.property(from)) + sync() + write(to, row.property(to)) + 2 * read(to);
            // what stands there is looked at first
            calls += edits * each + read(from);
        }
        long back = edit(Side.SOURCE, row.source()) + edit(Side.TARGET, row.target());
        return calls + back + sync();
    }

    private long edits(Row row, Side from) {
        Side to = from.other();
        if (!row.direction().writes(to) || !writes(from, row)) {
            return 0;
        }
        if (row.reference() != null) {
            return writes(to, row) ? 2 : 0;
        }
        if (!row.values().isEmpty()) {
            return row.values().size();
        }
        if (!writes(to, row)) {
            return 1;
        }
        boolean clears = clearable(from, row) && clearable(to, row);
        return values(row) + (clears ? 1 : 0) + (from == Side.TARGET && flow.isShared(row) ? 1 : 0);
    }

    private boolean writes(Side side, Row row) {
        return client(side).facts().canUpdate()
                && client(side).facts().properties().get(row.property(side)).access() == Access.WRITABLE;
    }

    private boolean clearable(Side side, Row row) {
        return client(side).facts().properties().get(row.property(side)).clearable();
    }

    private static long values(Row row) {
        return Examples.of(row.type(), row.source() + row.target(), null).size();
    }
}
