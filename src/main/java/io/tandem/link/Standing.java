package io.tandem.link;

import io.tandem.feed.Waiting;
import io.tandem.flow.Flow;
import io.tandem.park.Park;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How the store's records of a flow stand now: the counts that {@code sync --json} shows as state. */
public record Standing(
        long linked,
        long waiting,
        long ambiguous,
        long unresolved,
        long drift,
        long conflicts,
        long parked,
        long creating) {

    public static Standing of(Jdbi jdbi, Waiting waiting, Flow flow) {
        long ambiguous = waiting.countAmbiguous(flow);
        long unlinked = waiting.unlinked(flow);
        return jdbi.withHandle(h -> new Standing(
                count(h, flow, "link", "and state = 'linked'"),
                unlinked - ambiguous,
                ambiguous,
                count(h, flow, "unresolved", ""),
                count(h, flow, "conflict", "and state = 'drift'"),
                count(h, flow, "conflict", "and state = 'open'"),
                Park.count(h, flow.id()),
                count(h, flow, "link", "and state = 'creating'")));
    }

    private static long count(Handle handle, Flow flow, String table, String condition) {
        return handle.createQuery("select count(*) from <table> where flow = :flow <condition>")
                .define("table", table)
                .define("condition", condition)
                .bind("flow", flow.id())
                .mapTo(Long.class)
                .one();
    }

    /** Whether something waits for a person: exit code 1. */
    public boolean needsPerson() {
        return parked > 0 || ambiguous > 0 || conflicts > 0;
    }
}
