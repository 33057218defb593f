package io.tandem.flows;

import io.tandem.kit.Person;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;

/** How a person works with Zendesk tickets or organizations and the CustomPMS records made from them. */
abstract class ZendeskFlowContract extends ShippedFlowContract {

    private final String kind;
    private final String one;
    private final String property;
    private final PmsCollection targets;

    ZendeskFlowContract(String kind, String property, String collection) {
        this.kind = kind;
        this.one = kind.substring(0, kind.length() - 1);
        this.property = property;
        this.targets = new PmsCollection(collection, "zendesk/" + kind, "name");
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.custompms();
    }

    private String body(String value) {
        return "{\"" + one + "\":{\"" + property + "\":\"" + value + "\"}}";
    }

    @Override
    String add(Person person, String value) {
        return person.zendesk("POST", kind + ".json", body(value))
                .path(one)
                .path("id")
                .asText();
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        person.zendesk("PUT", kind + "/" + sourceId + ".json", body(value));
    }

    @Override
    String source(Person person, String sourceId) {
        return person.zendesk("GET", kind + "/" + sourceId + ".json", null)
                .path(one)
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
