package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bulk updates: a job that is done when it is asked about the second time, with results that can hold failures. */
final class ZendeskJobs {

    private static final int MOST = 100;

    private final ZendeskSim zendesk;
    private final Map<String, ObjectNode> jobs = new ConcurrentHashMap<>();

    ZendeskJobs(ZendeskSim zendesk) {
        this.zendesk = zendesk;
    }

    Http.Reply start(String kind, JsonNode drafts) {
        if (!drafts.isArray() || drafts.size() > MOST) {
            return ZendeskSim.error(400, "TooManyValues", "1 to 100 records");
        }
        ArrayNode results = Table.JSON.createArrayNode();
        for (int i = 0; i < drafts.size(); i++) {
            results.add(result(kind, drafts.get(i), i));
        }
        String id = Long.toHexString(zendesk.nextId());
        ObjectNode status = Table.JSON
                .createObjectNode()
                .put("id", id)
                .put("url", zendesk.url() + "/api/v2/job_statuses/" + id + ".json")
                .put("total", drafts.size());
        jobs.put(
                id,
                status.deepCopy()
                        .put("status", "completed")
                        .put("progress", drafts.size())
                        .set("results", results));
        return reply(status.put("status", "queued").putNull("results"));
    }

    private ObjectNode result(String kind, JsonNode draft, int index) {
        ObjectNode result = Table.JSON
                .createObjectNode()
                .put("index", index)
                .put("id", draft.path("id").asLong());
        Table.Row row = zendesk.tables.get(kind).get(draft.path("id").asText()).orElse(null);
        Http.Reply changed = row == null || ZendeskTickets.isDeleted(kind, row)
                ? ZendeskSim.error(404, "RecordNotFound", "Not found")
                : conflicting(kind, draft)
                        ? ZendeskSim.error(409, "UpdateConflict", "no updated_stamp")
                        : zendesk.change(kind, row, draft, false);
        if (changed.status() >= 400) {
            return result.put(
                            "error",
                            changed.body().path("error").asText().equals("RecordInvalid")
                                    ? changed.body()
                                            .path("details")
                                            .properties()
                                            .iterator()
                                            .next()
                                            .getValue()
                                            .get(0)
                                            .path("error")
                                            .asText()
                                    : changed.body().path("error").asText())
                    .put("details", changed.body().path("description").asText());
        }
        return result.put("action", "update").put("status", "Updated").put("success", true);
    }

    /** Bulk updates of tickets are always safe updates. */
    private static boolean conflicting(String kind, JsonNode draft) {
        return kind.equals("tickets") && !draft.hasNonNull("updated_stamp");
    }

    Http.Reply status(String id) {
        ObjectNode job = jobs.get(id);
        return job == null ? ZendeskSim.error(404, "RecordNotFound", "Not found") : reply(job);
    }

    private static Http.Reply reply(ObjectNode status) {
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("job_status", status);
        return Http.Reply.json(200, body);
    }
}
