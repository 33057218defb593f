package io.tandem.flows;

import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** Zendesk organizations and CustomPMS customers. */
class ZendeskOrganizationsCustomerFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "zendesk-organizations--custompms-customer";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    @Override
    String add(Person person, String value) {
        return person.zendesk("POST", "organizations.json", "{\"organization\":{\"name\":\"" + value + "\"}}")
                .path("organization")
                .path("id")
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return person.pms("GET", "customers?external_refs=zendesk/organizations/" + sourceId, null)
                .path("items")
                .path(0)
                .path("name")
                .asText(null);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.zendesk("PUT", "organizations/" + sourceId + ".json", "{\"organization\":{\"name\":\"" + value + "\"}}");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        String id = person.pms("GET", "customers?external_refs=zendesk/organizations/" + sourceId, null)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        person.pms("PATCH", "customers/" + id, "{\"name\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        return person.zendesk("GET", "organizations/" + sourceId + ".json", null)
                .path("organization")
                .path("name")
                .asText();
    }
}
