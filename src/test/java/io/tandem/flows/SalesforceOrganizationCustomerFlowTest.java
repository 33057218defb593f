package io.tandem.flows;

import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** The Salesforce organization and its CustomPMS customer. */
class SalesforceOrganizationCustomerFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "salesforce-organization--custompms-customer";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    @Override
    String add(Person person, String value) {
        return person.salesforce("POST", "sobjects/Organization", "{\"Name\":\"" + value + "\"}")
                .path("id")
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return person.pms("GET", "customers?external_refs=salesforce/organization/" + sourceId, null)
                .path("items")
                .path(0)
                .path("name")
                .asText(null);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.salesforce("PATCH", "sobjects/Organization/" + sourceId, "{\"Name\":\"" + value + "\"}");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        String id = person.pms("GET", "customers?external_refs=salesforce/organization/" + sourceId, null)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        person.pms("PATCH", "customers/" + id, "{\"name\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        return person.salesforce("GET", "sobjects/Organization/" + sourceId, null)
                .path("Name")
                .asText();
    }
}
