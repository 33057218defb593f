package io.tandem.store;

import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.flow.Side;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How far each flow has come: one offset a direction, moved by compare-and-set (rule 11). In the caller's transaction. */
public final class FlowProgress {

    /**
     * @param fingerprint of the flow that the offsets belong to
     * @param matchedAt where both feeds stood when all unlinked sources were last compared
     * @param backMatchedAt the same of the targets, in a flow that creates sources
     * @param deletesAllowed how many pending deletes an operator allowed
     * @param deletesHeld how many the guard holds back; 0 if it doesn't
     * @param createsHeld whether nothing is created until imported links are put right
     */
    public record State(
            String fingerprint,
            long source,
            long target,
            String matchedAt,
            String backMatchedAt,
            boolean paused,
            long deletesAllowed,
            long deletesHeld,
            boolean createsHeld) {
        public long offset(Side side) {
            return side == Side.SOURCE ? source : target;
        }

        public String matchedAt(Side side) {
            return side == Side.SOURCE ? matchedAt : backMatchedAt;
        }
    }

    /** Takes a fingerprint's place while the flow is off. */
    public static final String OFF = "off";

    private FlowProgress() {}

    /** How far a flow has come. The first call for a flow makes its row. */
    public static State of(Handle handle, String flow) {
        return find(handle, flow).orElseGet(() -> {
            SingleRow.insert(
                    handle,
                    "insert into flow_progress (flow, fingerprint, source_sequence, target_sequence, matched_at, paused)"
                            + " values (?, '', 0, 0, '', false)",
                    flow);
            return find(handle, flow).orElseThrow();
        });
    }

    private static Optional<State> find(Handle handle, String flow) {
        return handle.createQuery(
                        "select fingerprint, source_sequence, target_sequence, matched_at, back_matched_at, paused, deletes_allowed, deletes_held,"
                                + " creates_held"
                                + " from flow_progress where flow = :flow")
                .bind("flow", flow)
                .map((rs, ctx) -> new State(
                        rs.getString(1),
                        rs.getLong(2),
                        rs.getLong(3),
                        rs.getString(4),
                        rs.getString(5),
                        rs.getBoolean(6),
                        rs.getLong(7),
                        rs.getLong(8),
                        rs.getBoolean(9)))
                .findOne();
    }

    /** The fingerprint of the flow as the store knows it; empty if it doesn't. */
    public static String fingerprint(Handle handle, String flow) {
        return handle.createQuery("select fingerprint from flow_progress where flow = :flow")
                .bind("flow", flow)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    /** @throws RoundStopped if the offset isn't where the chunk began: somebody else saved that chunk */
    public static void move(Handle handle, Flow flow, Side side, long first, long last) {
        String column = side == Side.SOURCE ? "source_sequence" : "target_sequence";
        int moved = handle.createUpdate(
                        "update flow_progress set <column> = :last where flow = :flow and <column> = :first")
                .define("column", column)
                .bind("last", last)
                .bind("first", first)
                .bind("flow", flow.id())
                .execute();
        if (moved != 1) {
            throw new RoundStopped.HeldElsewhere(flow.routeId(side) + ": its offset is no longer " + first
                    + "; another process works on this flow. The round goes on with the next tick.");
        }
    }

    /**
     * Lets a flow look at all its records again (rule 16): its rows or policies changed, or what held it back. Its
     * offsets get values at which no chunk began. So another process that still has a chunk in hand, with the old rows,
     * can't save it.
     */
    public static void restart(Handle handle, String flow, String fingerprint) {
        of(handle, flow);
        handle.createUpdate(
                        "update flow_progress set fingerprint = :fingerprint, matched_at = '', back_matched_at = '',"
                                + " source_sequence = <before>, target_sequence = <before> where flow = :flow")
                .define(
                        "before",
                        "case when least(source_sequence, target_sequence) < 0"
                                + " then least(source_sequence, target_sequence) - 1 else -1 end")
                .bind("fingerprint", fingerprint)
                .bind("flow", flow)
                .execute();
    }

    /**
     * Notes that all other flows are off. Nobody keeps the match keys of a flow that is off, so it restarts when it is
     * on again.
     *
     * @param on the flows that are on
     */
    public static void off(Handle handle, Collection<String> on) {
        handle
                .createQuery("select flow from flow_progress where fingerprint not in ('', :off)")
                .bind("off", OFF)
                .mapTo(String.class)
                .list()
                .stream()
                .filter(flow -> !on.contains(flow))
                .forEach(flow -> handle.execute("update flow_progress set fingerprint = ? where flow = ?", OFF, flow));
    }

    /** Lets a flow look at all its sources once more. */
    public static void rewind(Handle handle, String flow) {
        handle.execute(
                "update flow_progress set source_sequence = case when source_sequence < 0 then source_sequence - 1"
                        + " else -1 end where flow = ?",
                flow);
    }

    public static void matchedAt(Handle handle, String flow, Side side, String mark) {
        handle.createUpdate("update flow_progress set <column> = :mark where flow = :flow")
                .define("column", side == Side.SOURCE ? "matched_at" : "back_matched_at")
                .bind("mark", mark)
                .bind("flow", flow)
                .execute();
    }

    /** Lets a flow compare all its unlinked records once more. */
    public static void compareAgain(Handle handle, String flow) {
        for (Side side : Side.values()) {
            matchedAt(handle, flow, side, "");
        }
    }

    public static void deletes(Handle handle, String flow, long held, long allowed) {
        handle.execute(
                "update flow_progress set deletes_held = ?, deletes_allowed = ? where flow = ?", held, allowed, flow);
    }

    public static boolean areCreatesHeld(Handle handle, String flow) {
        return handle.createQuery("select creates_held from flow_progress where flow = :flow")
                .bind("flow", flow)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    public static void holdCreates(Handle handle, String flow, boolean held) {
        handle.execute("update flow_progress set creates_held = ? where flow = ?", held, flow);
    }

    public static int pause(Handle handle, String flow, boolean paused) {
        of(handle, flow);
        return handle.execute(
                "update flow_progress set paused = ? where flow = ? and paused <> ?", paused, flow, paused);
    }
}
