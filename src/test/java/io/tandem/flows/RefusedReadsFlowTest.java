package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record, or one host, that is refused or down leaves the others alone: the shipped routes and descriptors, over HTTP. */
class RefusedReadsFlowTest extends BareContextSupport {

    private static final String CONTACTS = "zendesk-users--powerofficego-contactperson";
    private static final String CUSTOMERS = "zendesk-users--powerofficego-customers-person";

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
    private final Person person = new Person(sandbox);
    private Database database;
    private ShippedRoutes routes;

    @AfterEach
    void shut() {
        context().stop();
        if (database != null) {
            database.close();
        }
        sandbox.close();
    }

    private void open(TestDatabase kind, String flow) throws Exception {
        database = kind.open();
        routes = new ShippedRoutes(context(), database, sandbox, flow);
        routes.load("routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + flow + ".camel.yaml");
    }

    private List<LinkState> states() {
        List<LinkState> states = new ArrayList<>();
        database.jdbi()
                .useHandle(h -> Links.each(h, List.of(routes.flow().id()), (Link link) -> states.add(link.state())));
        return states;
    }

    private String user(int number) {
        return person.newUser(email(number));
    }

    private static String email(int number) {
        return "p" + number + "@mail.example";
    }

    private void customer(int number) {
        person.powerOffice(
                "POST",
                "_sandbox/customers",
                "{\"Id\":" + number + ",\"IsPerson\":true,\"EmailAddress\":\"" + email(number) + "\"}");
    }

    private void edit(int customer, String email) {
        person.powerOffice(
                "PATCH",
                "v2/Customers/" + customer,
                "[{\"op\":\"replace\",\"path\":\"/EmailAddress\",\"value\":\"" + email + "\"}]");
    }

    private long parked() {
        return database.jdbi().withHandle(h -> h.createQuery("select count(*) from park")
                .mapTo(Long.class)
                .one());
    }

    private boolean hasEmail(String user, String email) {
        JsonNode found = person.zendesk("GET", "users/show_many.json?ids=" + user, null);
        return found.path("users").path(0).path("email").asText().equals(email);
    }

    @ParameterizedTest
    @OnOneDatabase
    void comesToItsEnd_whenOneOfThirtyVanished_andCannotBeReadDirectly(TestDatabase kind) throws Exception {
        open(kind, CUSTOMERS);
        List<String> users = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            users.add(user(i));
            customer(i);
        }
        assertThat(routes.sync()).isEmpty();
        assertThat(states()).hasSize(30).containsOnly(LinkState.LINKED);

        person.powerOffice("DELETE", "v2/Customers/7", null);
        sandbox.powerofficego()
                .faults()
                .set(InjectedFaults.Kind.BAD_REQUEST, Integer.MAX_VALUE, "GET", "/v2/Customers/7");
        routes.engine()
                .feeds()
                .wantPass(List.of(routes.flow().source(), routes.flow().target()));
        assertThat(routes.sync()).isEmpty();
        assertThat(states()).hasSize(30).containsOnly(LinkState.LINKED);

        edit(8, "changed@mail.example");
        assertThat(routes.sync()).isEmpty();
        assertThat(hasEmail(users.get(7), "changed@mail.example")).isTrue();
    }

    @ParameterizedTest
    @OnOneDatabase
    void writesTheOtherFour_whenOneUsersAddressesMayNotBeRead(TestDatabase kind) throws Exception {
        open(kind, CUSTOMERS);
        List<String> users = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            users.add(user(i));
            customer(i);
        }
        assertThat(routes.sync()).isEmpty();

        for (int i = 1; i <= 5; i++) {
            edit(i, "new" + i + "@mail.example");
        }
        sandbox.zendesk()
                .faults()
                .set(
                        InjectedFaults.Kind.FORBIDDEN,
                        Integer.MAX_VALUE,
                        ".*",
                        ".*/users/" + users.get(2) + "/identities.*");
        assertThat(routes.sync()).isEmpty();

        for (int i = 1; i <= 5; i++) {
            assertThat(hasEmail(users.get(i - 1), "new" + i + "@mail.example"))
                    .as("user " + i)
                    .isEqualTo(i != 3);
        }
        assertThat(parked()).isEqualTo(1);
    }

    /** Both hosts are one server in the sandbox: what differs is the path. */
    @ParameterizedTest
    @EnumSource(names = "H2")
    void goesOnWithOneHost_whenTheOtherIsDown(TestDatabase kind) throws Exception {
        open(kind, CUSTOMERS);
        String user = user(1);
        customer(1);
        assertThat(routes.sync()).isEmpty();
        sandbox.powerofficego().faults().set(InjectedFaults.Kind.DOWN, Integer.MAX_VALUE, "/v1/Party.*");
        EntityClient contacts = routes.systems().entity(EntityKey.parse("powerofficego/contactperson"));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> contacts.fetch(null, Set.of("emailAddress"), page -> {}))
                    .isInstanceOf(SystemException.Unavailable.class);
        }
        assertThat(sandbox.powerofficego().asked())
                .filteredOn(asked -> asked.target().startsWith("/v1/PartyContactPerson"))
                .as("calls until the circuit breaker opened, with the sign-in twenty; without it forty")
                .hasSize(19);

        edit(1, "changed@mail.example");
        assertThat(routes.sync()).isEmpty();
        assertThat(hasEmail(user, "changed@mail.example")).isTrue();
    }
}
