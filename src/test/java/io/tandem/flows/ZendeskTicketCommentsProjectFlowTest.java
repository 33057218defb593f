package io.tandem.flows;

import io.tandem.kit.Person;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** Zendesk ticket comments and CustomPMS projects; a comment can't be edited. */
class ZendeskTicketCommentsProjectFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "zendesk-ticketcomments--custompms-project";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    @Override
    String add(Person person, String value) {
        String ticket = person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"a ticket\"}}")
                .path("ticket")
                .path("id")
                .asText();
        return person.zendesk(
                        "PUT", "tickets/" + ticket + ".json", "{\"ticket\":{\"comment\":{\"body\":\"" + value + "\"}}}")
                .path("audit")
                .path("events")
                .path(0)
                .path("id")
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return person.pms("GET", "projects?external_refs=zendesk/ticketcomments/" + sourceId, null)
                .path("items")
                .path(0)
                .path("description")
                .asText(null);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        throw new UnsupportedOperationException("a comment can't be edited");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        String id = person.pms("GET", "projects?external_refs=zendesk/ticketcomments/" + sourceId, null)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        person.pms("PATCH", "projects/" + id, "{\"description\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        for (var event : person.zendesk(
                        "GET", "incremental/ticket_events.json?start_time=0&include=comment_events", null)
                .path("ticket_events")) {
            for (var child : event.path("child_events")) {
                if (child.path("id").asText().equals(sourceId)) {
                    return child.path("body").asText();
                }
            }
        }
        return null;
    }

    @Override
    boolean travelsBack() {
        return false;
    }
}
