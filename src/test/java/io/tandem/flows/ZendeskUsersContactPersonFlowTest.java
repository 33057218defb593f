package io.tandem.flows;

import io.tandem.kit.Person;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxSystem;
import org.junit.jupiter.api.Test;

/** Zendesk users and PowerOffice contact persons. */
class ZendeskUsersContactPersonFlowTest extends ShippedFlowContract {

    @Override
    String flowId() {
        return "zendesk-users--powerofficego-contactperson";
    }

    @Override
    SandboxSystem targetSystem(Sandbox sandbox) {
        return sandbox.powerofficego();
    }

    @Override
    String add(Person person, String value) {
        String id = person.zendesk(
                        "POST",
                        "users.json",
                        "{\"user\":{\"name\":\"a user\",\"role\":\"end-user\",\"email\":\"" + value + "\"}}")
                .path("user")
                .path("id")
                .asText();
        person.powerOffice("POST", "_sandbox/customers", "{\"Id\":1,\"IsPerson\":false}");
        person.powerOffice(
                "POST",
                "_sandbox/contacts",
                "{\"id\":" + contact(id) + ",\"partyId\":1,\"emailAddress\":\" "
                        + value.toUpperCase(java.util.Locale.ROOT) + "\"}");
        return id;
    }

    /** The partner's id, so that the test finds it whatever its email is. */
    private static long contact(String userId) {
        return 5_000_000 + Long.parseLong(userId) % 1_000_000;
    }

    @Override
    String target(Person person, String sourceId) {
        String email = person.powerOffice(
                        "GET", "v1/PartyContactPerson/?$filter=(Id%20eq%20" + contact(sourceId) + ")", null)
                .path("data")
                .path(0)
                .path("emailAddress")
                .asText(null);
        return email == null ? null : email.strip().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    void editSource(Person person, String sourceId, String value) {
        var identity = person.zendesk(
                "POST",
                "users/" + sourceId + "/identities.json",
                "{\"identity\":{\"type\":\"email\",\"value\":\"" + value + "\"}}");
        person.zendesk(
                "PUT",
                "users/" + sourceId + "/identities/"
                        + identity.path("identity").path("id").asText() + "/make_primary.json",
                "{}");
    }

    @Override
    void editTarget(Person person, String sourceId, String value) {
        person.powerOffice(
                "POST",
                "v1/Customer/1/Contact/",
                "{\"id\":" + contact(sourceId) + ",\"emailAddress\":\"" + value + "\"}");
    }

    @Override
    String source(Person person, String sourceId) {
        return person.zendesk("GET", "users/" + sourceId + ".json", null)
                .path("user")
                .path("email")
                .asText();
    }

    @Test
    @Override
    void goesOn_whenTheTargetSaysToWait() {
        super.goesOn_whenTheTargetSaysToWait();
    }

    @Test
    @Override
    void stopsForTheRound_whenTheTargetIsDown_andLosesNothing() {
        super.stopsForTheRound_whenTheTargetIsDown_andLosesNothing();
    }
}
