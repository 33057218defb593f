package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.system.rest.Direct;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How each system lets records go, and what that does to their links: the shipped routes and descriptors, over HTTP. */
class VanishedRecordsFlowTest extends BareContextSupport {

    private Sandbox sandbox;
    private Database database;
    private Person person;

    @BeforeEach
    void open() {
        sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
        database = TestDatabase.H2.open();
        person = new Person(sandbox);
    }

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        sandbox.close();
    }

    private ShippedRoutes routes(String flow) throws Exception {
        ShippedRoutes routes = new ShippedRoutes(context(), database, sandbox, flow);
        routes.load("routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + flow + ".camel.yaml");
        return routes;
    }

    private List<LinkState> states(String flow) {
        List<LinkState> states = new ArrayList<>();
        database.jdbi().useHandle(h -> Links.each(h, List.of(flow), (Link link) -> states.add(link.state())));
        return states;
    }

    private void customer(int id, String email) {
        person.powerOffice(
                "POST",
                "_sandbox/customers",
                "{\"Id\":" + id + ",\"IsPerson\":true,\"EmailAddress\":\"" + email + "\"}");
    }

    @Test
    void findsAPowerOfficeCustomerThatVanishedWithoutATrace_onlyByReconcile() throws Exception {
        String flow = "zendesk-users--powerofficego-customers-person";
        ShippedRoutes routes = routes(flow);
        person.newUser("kim@mail.example");
        person.newUser("alex@mail.example");
        customer(1, "kim@mail.example");
        customer(2, "alex@mail.example");
        assertThat(routes.sync()).isEmpty();
        assertThat(states(flow)).containsExactly(LinkState.LINKED, LinkState.LINKED);

        person.powerOffice("DELETE", "v2/Customers/1", null);
        assertThat(routes.sync()).isEmpty();
        assertThat(states(flow)).containsExactly(LinkState.LINKED, LinkState.LINKED);

        routes.engine()
                .feeds()
                .wantPass(List.of(routes.flow().source(), routes.flow().target()));
        assertThat(routes.sync()).isEmpty();
        assertThat(states(flow)).containsExactlyInAnyOrder(LinkState.TARGET_DELETED, LinkState.LINKED);
    }

    @Test
    void takesASoftDeletedZendeskUserForDeleted_andLeavesTheCustomerAlone() throws Exception {
        String flow = "zendesk-users--powerofficego-customers-person";
        ShippedRoutes routes = routes(flow);
        String id = person.newUser("kim@mail.example");
        customer(1, "kim@mail.example");
        assertThat(routes.sync()).isEmpty();

        person.zendesk("DELETE", "users/" + id + ".json", null);
        assertThat(routes.sync()).isEmpty();

        assertThat(states(flow)).containsExactly(LinkState.SOURCE_DELETED);
        assertThat(person.powerOffice("GET", "v2/Customers/1", null)
                        .path("EmailAddress")
                        .asText())
                .isEqualTo("kim@mail.example");
    }

    @Test
    void takesADeletedSalesforceTaskForDeleted_andLeavesTheProjectAlone() throws Exception {
        String flow = "salesforce-task--custompms-project";
        ShippedRoutes routes = routes(flow);
        String id = person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"call them\"}")
                .path("id")
                .asText();
        assertThat(routes.sync()).isEmpty();

        person.salesforce("DELETE", "sobjects/Task/" + id, null);
        assertThat(routes.sync()).isEmpty();

        assertThat(states(flow)).containsExactly(LinkState.SOURCE_DELETED);
        assertThat(person.pms("GET", "projects?external_refs=salesforce/task/" + id, null)
                        .path("items")
                        .path(0)
                        .path("deleted")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void deletesAProjectByItsDescriptorsCall_once() throws Exception {
        ShippedRoutes routes = routes("zendesk-tickets--custompms-project");
        EntityClient projects = routes.systems().entity(EntityKey.parse("custompms/project"));
        WriteResult created = projects.write(
                        List.of(new Write.Create(
                                "zendesk/tickets/1", "key", Values.of(Map.of("name", TextNode.valueOf("one"))))),
                        Set.of("name"))
                .get(0);
        SyncRecord project = ((WriteResult.Written) created).record();

        assertDeletedOnce(projects, project);
    }

    @Test
    void deletesATaskByItsDescriptorsCall_once() throws Exception {
        ShippedRoutes routes = routes("salesforce-task--custompms-project");
        String id = person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"call them\"}")
                .path("id")
                .asText();
        EntityClient tasks = routes.systems().entity(routes.flow().source());
        SyncRecord task = Direct.reads(tasks, List.of(id), Set.of("Subject")).get(0);

        assertDeletedOnce(tasks, task);
    }

    private static void assertDeletedOnce(EntityClient client, SyncRecord record) {
        Set<String> properties = record.values().properties();
        assertThat(client.write(List.of(new Write.Delete(record)), properties))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Written.class,
                        written -> assertThat(written.record().live()).isFalse());
        assertThat(client.write(List.of(new Write.Delete(record)), properties))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.GONE));
    }

    @Test
    void deletesNothing_thatSomebodyEditedMeanwhile() throws Exception {
        ShippedRoutes routes = routes("salesforce-task--custompms-project");
        String id = person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"call them\"}")
                .path("id")
                .asText();
        EntityClient tasks = routes.systems().entity(routes.flow().source());
        SyncRecord seen = Direct.reads(tasks, List.of(id), Set.of("Subject")).get(0);
        person.salesforce("PATCH", "sobjects/Task/" + id, "{\"Subject\":\"still needed\"}");

        assertThat(tasks.write(List.of(new Write.Delete(seen)), Set.of("Subject")))
                .singleElement()
                .isInstanceOf(WriteResult.Stale.class);
        assertThat(Direct.reads(tasks, List.of(id), Set.of("Subject")).get(0).live())
                .isTrue();
    }
}
