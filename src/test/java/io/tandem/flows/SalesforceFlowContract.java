package io.tandem.flows;

import io.tandem.kit.Person;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** How a person works with a Salesforce object and the CustomPMS records made from it. */
abstract class SalesforceFlowContract extends ShippedFlowContract {

    private final String object;
    private final String property;
    private final PmsCollection targets;

    SalesforceFlowContract(String object, String property, String entity, String collection) {
        this.object = object;
        this.property = property;
        this.targets = new PmsCollection(collection, "salesforce/" + entity, "name");
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    private String body(String value) {
        return "{\"" + property + "\":\"" + value + "\"}";
    }

    @Override
    String add(Person person, String value) {
        return person.salesforce("POST", "sobjects/" + object, body(value))
                .path("id")
                .asText();
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.salesforce("PATCH", "sobjects/" + object + "/" + sourceId, body(value));
    }

    @Override
    String source(Person person, String sourceId) {
        return person.salesforce("GET", "sobjects/" + object + "/" + sourceId, null)
                .path(property)
                .asText();
    }

    @Override
    String target(Person person, String sourceId) {
        return targets.value(person, sourceId);
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        targets.edit(person, sourceId, value);
    }
}
