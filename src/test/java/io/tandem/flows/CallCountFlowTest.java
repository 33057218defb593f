package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.BareContextSupport;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.store.Database;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many calls things cost, counted by the systems that were called. */
class CallCountFlowTest extends BareContextSupport {

    private static final String CONTACTS = "zendesk-users--powerofficego-contactperson";

    private Sandbox sandbox;
    private Database database;
    private ShippedRoutes routes;
    private Person person;

    @BeforeEach
    void open() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
        database = TestDatabase.H2.open();
        person = new Person(sandbox);
        routes = new ShippedRoutes(context(), database, sandbox, CONTACTS);
        routes.load(
                "routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + CONTACTS + ".camel.yaml");
        person.powerOffice("POST", "_sandbox/customers", "{\"Id\":1,\"IsPerson\":false}");
        person.zendesk("POST", "users.json", "{\"user\":{\"name\":\"a user\",\"email\":\"one@example.com\"}}");
        person.powerOffice(
                "POST", "_sandbox/contacts", "{\"id\":77,\"partyId\":1,\"emailAddress\":\"one@example.com\"}");
        assertThat(routes.sync()).isEmpty();
    }

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        sandbox.close();
    }

    private static List<String> askedBeyondTheFeed(SandboxSystem system) {
        return system.asked().stream()
                .map(asked -> asked.method() + " " + asked.target().replaceAll("\\d{6,}", "ID"))
                .filter(line -> !line.contains("/incremental/"))
                .toList();
    }

    @Test
    void changesAUsersEmailInFourCalls() {
        person.powerOffice("POST", "v1/Customer/1/Contact/", "{\"id\":77,\"emailAddress\":\"two@example.com\"}");
        sandbox.zendesk().forget();
        assertThat(routes.sync()).isEmpty();
        assertThat(askedBeyondTheFeed(sandbox.zendesk()))
                .containsExactly(
                        "GET /api/v2/users/ID/identities.json",
                        "POST /api/v2/users/ID/identities.json",
                        "PUT /api/v2/users/ID/identities/ID/make_primary.json",
                        "GET /api/v2/users/show_many.json?ids=ID");
    }

    @Test
    void onlyPrefersAnAddressThatTheUserHasAlready() {
        String id = person.zendesk("GET", "incremental/users/cursor.json?start_time=0", null)
                .path("users")
                .path(0)
                .path("id")
                .asText();
        person.zendesk(
                "POST",
                "users/" + id + "/identities.json",
                "{\"identity\":{\"type\":\"email\",\"value\":\"two@example.com\"}}");
        person.powerOffice("POST", "v1/Customer/1/Contact/", "{\"id\":77,\"emailAddress\":\"two@example.com\"}");
        sandbox.zendesk().forget();
        assertThat(routes.sync()).isEmpty();
        assertThat(askedBeyondTheFeed(sandbox.zendesk())).hasSize(3).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void readsEachEntityOnce_inAQuietRound() {
        sandbox.zendesk().forget();
        sandbox.powerofficego().forget();
        assertThat(routes.sync()).isEmpty();
        assertThat(sandbox.zendesk().asked()).hasSize(1);
        assertThat(sandbox.powerofficego().asked()).hasSize(1);
    }

    @Test
    void parksAClearedPrimaryEmail_andPutsNothingBack() {
        person.powerOffice("POST", "v1/Customer/1/Contact/", "{\"id\":77,\"emailAddress\":null}");
        assertThat(routes.sync()).isEmpty();
        assertThat(database.jdbi()
                        .withHandle(h -> StoredParked.of(h, CONTACTS))
                        .get(0)
                        .reason())
                .contains("can't be without email")
                .doesNotContain("one@example.com");
        assertThat(person.powerOffice("GET", "v1/PartyContactPerson/?$filter=(Id%20eq%2077)", null)
                        .path("data")
                        .path(0)
                        .path("emailAddress")
                        .isValueNode())
                .as("the system leaves out what is empty")
                .isFalse();
    }
}
