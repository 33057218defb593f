package io.tandem.flows;

import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** Zendesk tickets and CustomPMS projects. */
class ZendeskTicketsProjectFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "zendesk-tickets--custompms-project";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    @Override
    String add(Person person, String value) {
        return person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"" + value + "\"}}")
                .path("ticket")
                .path("id")
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return person.pms("GET", "projects?external_refs=zendesk/tickets/" + sourceId, null)
                .path("items")
                .path(0)
                .path("name")
                .asText(null);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.zendesk("PUT", "tickets/" + sourceId + ".json", "{\"ticket\":{\"subject\":\"" + value + "\"}}");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        String id = person.pms("GET", "projects?external_refs=zendesk/tickets/" + sourceId, null)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        person.pms("PATCH", "projects/" + id, "{\"name\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        return person.zendesk("GET", "tickets/" + sourceId + ".json", null)
                .path("ticket")
                .path("subject")
                .asText();
    }
}
