package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** CustomPMS' projects: lists by change, by ids and by references, and batches of creates and updates. */
final class CustomPms implements FastServers.Api {

    static final String BASE = "/api/v1/projects";

    private final Edits edits;
    private RecordList projects = new RecordList();
    private long lastId;

    /** @param edits that is given each name that is written */
    CustomPms(Edits edits) {
        this.edits = edits;
    }

    synchronized int size() {
        return projects.size();
    }

    /** The next party of a run begins with none. */
    synchronized void forget() {
        projects = new RecordList();
        lastId = 0;
    }

    /** Changes the description of some other projects than those whose tickets {@link Zendesk#edit} changes. */
    synchronized void edit(int each) {
        for (long id = 1 + each / 2; id <= lastId; id += each) {
            store(id, projects.copy(id).put("description", "seen, and asked back for more: " + id));
        }
    }

    @Override
    public synchronized FastServers.Reply answer(FastServers.Request request) throws IOException {
        if (!request.path().startsWith(BASE)) {
            return null;
        }
        if (request.path().equals(BASE + "/batch")) {
            return batch(RecordList.JSON.readTree(request.body()).path("operations"));
        }
        String ids = request.query().get("ids");
        String references = request.query().get("external_refs");
        if (ids != null) {
            return FastServers.list("{\"items\":[", projects.of(longs(ids)), "],\"next_cursor\":null}");
        } else if (references != null) {
            List<Long> found = Arrays.stream(references.split(","))
                    .map(projects::idOf)
                    .filter(Objects::nonNull)
                    .toList();
            return FastServers.list("{\"items\":[", projects.of(found), "],\"next_cursor\":null}");
        }
        return list(request);
    }

    private static List<Long> longs(String ids) {
        return Arrays.stream(ids.split(",")).map(Long::valueOf).toList();
    }

    private FastServers.Reply list(FastServers.Request request) {
        String cursor = request.query().get("cursor");
        String since = request.query().get("updated_since");
        int from = cursor != null
                ? Integer.parseInt(cursor)
                : since == null ? 0 : projects.since(Instant.parse(since).toEpochMilli());
        RecordList.Page page = projects.page(from, request.number("limit", 100));
        String next = page.more() ? "\"" + page.next() + "\"" : "null";
        return FastServers.list("{\"items\":[", page.records(), "],\"next_cursor\":" + next + "}");
    }

    private FastServers.Reply batch(JsonNode operations) {
        ObjectNode answer = RecordList.JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (JsonNode operation : operations) {
            boolean creates = operation.path("op").asText().equals("create");
            long id = creates ? ++lastId : operation.path("id").longValue();
            ObjectNode record = creates ? RecordList.JSON.createObjectNode().put("id", id) : projects.copy(id);
            record.setAll((ObjectNode) operation.path("record"));
            if (creates) {
                record.put("created_at", now()).put("deleted", false).put("active", true);
            }
            results.addObject().put("status", creates ? 201 : 200).set("record", store(id, record));
        }
        return FastServers.Reply.of(answer);
    }

    private ObjectNode store(long id, ObjectNode record) {
        record.put("version", record.path("version").asInt(0) + 1).put("updated_at", now());
        edits.arrived(record.path("name").asText());
        projects.put(id, Instant.parse(record.path("updated_at").asText()).toEpochMilli(), record);
        return record;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
