package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
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
        return queued("completed", results);
    }

    /** A job that fails as a whole: each record's result says so, and nothing was done. */
    Http.Reply failing(String kind, JsonNode drafts) {
        ArrayNode results = Table.JSON.createArrayNode();
        for (int i = 0; i < drafts.size(); i++) {
            results.add(
                    failure(drafts.get(i), i, failed(kind), "The records were not updated because of an internal error")
                            .put("success", false));
        }
        return queued("failed", results);
    }

    private Http.Reply queued(String end, ArrayNode results) {
        String id = Long.toHexString(zendesk.nextId());
        ObjectNode status = Table.JSON
                .createObjectNode()
                .put("id", id)
                .put("url", zendesk.url() + "/api/v2/job_statuses/" + id + ".json")
                .put("total", results.size());
        jobs.put(
                id,
                status.deepCopy()
                        .put("status", end)
                        .put("progress", results.size())
                        .set("results", results));
        return reply(status.put("status", "queued").putNull("results"));
    }

    /** {@code OrganizationUpdateFailed} and the like. */
    private static String failed(String kind) {
        String singular = ZendeskSim.singular(kind);
        return singular.substring(0, 1).toUpperCase(Locale.ROOT) + singular.substring(1) + "UpdateFailed";
    }

    private static ObjectNode failure(JsonNode draft, int index, String error, String details) {
        return Table.JSON
                .createObjectNode()
                .put("index", index)
                .put("id", draft.path("id").asLong())
                .put("error", error)
                .put("details", details);
    }

    private ObjectNode result(String kind, JsonNode draft, int index) {
        Table.Row row = zendesk.tables.get(kind).get(draft.path("id").asText()).orElse(null);
        Http.Reply changed = row == null || ZendeskTickets.isDeleted(kind, row)
                ? ZendeskSim.error(404, "RecordNotFound", "Not found")
                : conflicting(kind, draft)
                        ? ZendeskSim.error(409, "UpdateConflict", "no updated_stamp")
                        : zendesk.change(kind, row, draft, false);
        if (changed.status() >= 400) {
            String error = changed.body().path("error").asText();
            return error.equals("RecordInvalid")
                    ? failure(draft, index, failed(kind), firstDetail(changed.body()))
                    : failure(
                            draft,
                            index,
                            error,
                            changed.body().path("description").asText());
        }
        return Table.JSON
                .createObjectNode()
                .put("action", "update")
                .put("id", draft.path("id").asLong())
                .put("status", "Updated")
                .put("success", true);
    }

    private static String firstDetail(JsonNode refusal) {
        JsonNode field = refusal.path("details").properties().iterator().next().getValue();
        return field.get(0).path("description").asText();
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
