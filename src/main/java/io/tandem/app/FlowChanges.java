package io.tandem.app;

import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowForm;
import io.tandem.flow.Row;
import io.tandem.record.Fingerprint;
import io.tandem.store.Conflicts;
import io.tandem.store.FlowEntities;
import io.tandem.store.FlowProgress;
import io.tandem.store.Links;
import io.tandem.store.Wakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what changed in the flow files since the store was last used (rule 16): such a flow looks at all its records
 * again.
 */
public final class FlowChanges {

    private static final Logger LOG = LoggerFactory.getLogger(FlowChanges.class);

    /** How many of the newest links show which rows were in use. */
    private static final int SAMPLE = 500;

    private FlowChanges() {}

    public static void apply(Jdbi jdbi, Feeds feeds, List<Flow> flows) {
        for (Flow flow : flows) {
            String fingerprint = fingerprint(flow);
            jdbi.useTransaction(h -> {
                String known = FlowProgress.of(h, flow.id()).fingerprint();
                if (!known.equals(fingerprint)) {
                    FlowProgress.restart(h, flow.id(), fingerprint);
                    Conflicts.closeGone(h, flow);
                    if (known.equals(FlowProgress.OFF)) {
                        // its links count again, for those that create only what refers to one of them
                        flows.stream().filter(Flow::connected).forEach(other -> Wakes.addAll(h, other.id()));
                    }
                    if (!known.isEmpty()) {
                        LOG.info("{}: {}; its records are looked at again", flow.id(), what(known));
                    }
                }
                FlowEntities.remember(h, flow);
            });
        }
        Set<String> on = flows.stream().map(Flow::id).collect(Collectors.toSet());
        jdbi.useTransaction(h -> FlowProgress.off(h, on));
        feeds.bringKeys();
    }

    private static String what(String known) {
        return known.equals(FlowProgress.OFF) ? "it was off" : "its file changed";
    }

    /**
     * What changed in a flow's file since the store was last used, row by row as far as its links tell; empty if
     * nothing changed, or if the flow is new. Cost: one query; two more for a changed flow.
     */
    public static List<String> since(Handle handle, Flow flow) {
        String known = FlowProgress.fingerprint(handle, flow.id());
        if (known.isEmpty() || known.equals(fingerprint(flow))) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        words.add(what(known) + "; all its records are looked at again");
        Set<String> agreed = new TreeSet<>();
        Links.newestBaselines(handle, flow.id(), SAMPLE)
                .forEach(baseline -> agreed.addAll(baseline.rows().keySet()));
        if (!agreed.isEmpty()) {
            Set<String> rows = flow.rows().stream().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
            rows.stream()
                    .filter(row -> !agreed.contains(row))
                    .forEach(row -> words.add(row + " is new, or no link has agreed on it yet"));
            agreed.stream()
                    .filter(row -> !rows.contains(row))
                    .forEach(row -> words.add(row + " is gone; its values stay as they are"));
        }
        return words;
    }

    private static String fingerprint(Flow flow) {
        return Fingerprint.of(FlowForm.ofRecords(flow));
    }
}
