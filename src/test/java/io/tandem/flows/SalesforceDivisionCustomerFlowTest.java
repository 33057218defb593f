package io.tandem.flows;

import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** Salesforce divisions and CustomPMS customers. */
class SalesforceDivisionCustomerFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "salesforce-division--custompms-customer";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    @Override
    String add(Person person, String value) {
        return person.salesforce("POST", "sobjects/Division", "{\"Name\":\"" + value + "\"}")
                .path("id")
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return person.pms("GET", "customers?external_refs=salesforce/division/" + sourceId, null)
                .path("items")
                .path(0)
                .path("name")
                .asText(null);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.salesforce("PATCH", "sobjects/Division/" + sourceId, "{\"Name\":\"" + value + "\"}");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        String id = person.pms("GET", "customers?external_refs=salesforce/division/" + sourceId, null)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        person.pms("PATCH", "customers/" + id, "{\"name\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        return person.salesforce("GET", "sobjects/Division/" + sourceId, null)
                .path("Name")
                .asText();
    }
}
