package io.tandem.flows;

import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** Salesforce tasks and CustomPMS projects. */
class SalesforceTaskProjectFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "salesforce-task--custompms-project";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    @Override
    String add(Person person, String value) {
        return person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"" + value + "\"}")
                .path("id")
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return person.pms("GET", "projects?external_refs=salesforce/task/" + sourceId, null)
                .path("items")
                .path(0)
                .path("name")
                .asText(null);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.salesforce("PATCH", "sobjects/Task/" + sourceId, "{\"Subject\":\"" + value + "\"}");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        String id = person.pms("GET", "projects?external_refs=salesforce/task/" + sourceId, null)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        person.pms("PATCH", "projects/" + id, "{\"name\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        return person.salesforce("GET", "sobjects/Task/" + sourceId, null)
                .path("Subject")
                .asText();
    }
}
