package io.tandem.store;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.flow.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Between which entities the links of each flow are: a link holds ids, and the same ids mean other records elsewhere. */
public final class FlowEntities {

    private FlowEntities() {}

    /**
     * Compares, and remembers nothing.
     *
     * @throws ConfigurationFault if a flow has links between other entities than its file names now
     */
    public static void check(Jdbi jdbi, List<Flow> flows) {
        List<Fault> faults = jdbi.withHandle(h -> {
            Map<String, String> known = known(h);
            return flows.stream()
                    .filter(flow ->
                            !known.getOrDefault(flow.id(), entities(flow)).equals(entities(flow)))
                    .filter(flow -> Links.hasAny(h, flow.id()))
                    .map(flow -> linksOthers(flow, known.get(flow.id())))
                    .toList();
        });
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
    }

    private static Fault linksOthers(Flow flow, String known) {
        return new Fault(
                "config/flows/" + flow.id() + ".yaml",
                0,
                "its links in this store are between " + known + ", not between " + entities(flow)
                        + ": the same ids mean other records there. Set source and target back, and give the other flow"
                        + " a file of its own");
    }

    /** In the caller's transaction. Cost: one statement. */
    public static void remember(Handle handle, Flow flow) {
        handle.execute(
                "update flow_progress set entities = ? where flow = ? and entities <> ?",
                entities(flow),
                flow.id(),
                entities(flow));
    }

    private static Map<String, String> known(Handle handle) {
        Map<String, String> known = new HashMap<>();
        handle.createQuery("select flow, entities from flow_progress where entities <> ''")
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
                .forEach(one -> known.put(one.getKey(), one.getValue()));
        return known;
    }

    private static String entities(Flow flow) {
        return flow.source() + " and " + flow.target();
    }
}
