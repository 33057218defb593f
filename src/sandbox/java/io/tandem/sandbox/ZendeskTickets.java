package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What only tickets have: comments, and a deletion in two steps. */
final class ZendeskTickets {

    private final ZendeskSim zendesk;

    ZendeskTickets(ZendeskSim zendesk) {
        this.zendesk = zendesk;
    }

    static boolean isDeleted(String kind, Table.Row row) {
        return kind.equals("tickets") && row.json().path("status").asText().equals("deleted");
    }

    static final long SOMEBODY = 35_000_000_000_001L;

    /** Every ticket has a requester and a subject; a due date is a point in time, whatever was written. */
    static void complete(ObjectNode ticket) {
        if (!ticket.hasNonNull("requester_id")) {
            ticket.put("requester_id", SOMEBODY);
        }
        if (!ticket.hasNonNull("subject")) {
            ticket.put("subject", "");
        }
        if (ticket.path("due_at").asText("").matches("\\d{4}-\\d\\d-\\d\\d")) {
            ticket.put("due_at", ticket.path("due_at").asText() + "T12:00:00Z");
        }
    }

    /** Deleted tickets can be restored, or scrubbed: a change that leaves the ticket's own stamp as it was. */
    Http.Reply deleted(String id, Http.Request request) {
        Table.Row row = zendesk.tables
                .get("tickets")
                .get(id)
                .filter(found -> isDeleted("tickets", found))
                .orElse(null);
        if (row == null) {
            return ZendeskSim.error(404, "RecordNotFound", "Not found");
        }
        if (request.method().equals("PUT")) {
            zendesk.store("tickets", id, row.json().put("status", "open"));
            return Http.Reply.none(200);
        }
        String before = row.json().path("updated_at").asText();
        ObjectNode scrubbed = row.json().put("subject", "SCRUBBED").put("description", "X");
        scrubbed.put("generated_timestamp", zendesk.now().getEpochSecond()).put("updated_at", before);
        zendesk.tables.get("tickets").put(id, scrubbed, zendesk.now());
        return Http.Reply.none(204);
    }

    /** A comment comes with an update of its ticket, and then stands for ever. */
    ObjectNode comment(String ticket, JsonNode draft) {
        ObjectNode event = Table.JSON
                .createObjectNode()
                .put("id", zendesk.nextId())
                .put("ticket_id", Long.parseLong(ticket))
                .put("timestamp", zendesk.now().getEpochSecond());
        ObjectNode comment = event.putArray("child_events")
                .addObject()
                .put("id", zendesk.nextId())
                .put("event_type", "Comment")
                .put("body", draft.path("body").asText())
                .put("public", draft.path("public").asBoolean(true));
        zendesk.tables.get("events").put(event.path("id").asText(), event, zendesk.now());
        return comment;
    }
}
