package io.tandem.bench;

import io.tandem.config.Fault;
import io.tandem.flow.Flow;
import io.tandem.kit.Flows;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import io.tandem.system.rest.Systems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the pieces are measured on: the flow from tickets to projects, the shipped systems, a page of tickets. */
public final class Sample {

    /** Of a page. */
    public static final int RECORDS = 1_000;

    public static final EntityKey TICKETS = EntityKey.parse("zendesk/tickets");
    public static final EntityKey PROJECTS = EntityKey.parse("custompms/project");
    public static final Set<String> PROPERTIES = Set.of("subject", "description");

    private Sample() {}

    /** The rows are those of the scenario {@code tickets}. */
    public static Flow flow() {
        return Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"), Flows.row("description", "description"));
    }

    public static Map<EntityKey, EntityFacts> facts() {
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(Path.of(""), faults);
        systems.configure(key -> Optional.empty(), faults);
        return systems.facts();
    }

    /** A page of the export, as the fast servers answer it: 1.1 MB. */
    public static byte[] page() throws IOException {
        Zendesk zendesk = new Zendesk();
        zendesk.fill(RECORDS, 0);
        Map<String, String> query = Map.of("start_time", "0", "per_page", Integer.toString(RECORDS));
        return zendesk.answer(
                        new FastServers.Request("GET", "/api/v2/incremental/tickets/cursor.json", query, new byte[0]))
                .body();
    }
}
