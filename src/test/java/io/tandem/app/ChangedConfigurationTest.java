package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Flow;
import io.tandem.kit.Person;
import io.tandem.kit.Site;
import io.tandem.kit.TestDatabase;
import io.tandem.observe.ConfigurationState.State;
import io.tandem.observe.Health;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Route;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are changed while the application runs are checked whole and taken over between two chunks, or refused. */
class ChangedConfigurationTest {

    private static final String TICKETS = "zendesk-tickets--custompms-project";
    private static final String FILE = "config/flows/" + TICKETS + ".yaml";
    private static final String ROUTE = "routes/" + TICKETS + ".camel.yaml";
    private static final String ORGANIZATIONS = "zendesk-organizations--custompms-customer";

    @TempDir
    Path home;

    private Sandbox sandbox;
    private Person person;
    private Site site;

    @BeforeEach
    void open() {
        open(SandboxOptions.empty(Clock.systemUTC()));
    }

    private void open(SandboxOptions options) {
        sandbox = Sandbox.start(options);
        person = new Person(sandbox);
        site = new Site(home.resolve("site-" + options.tickets()), sandbox, List.of("zendesk", "custompms"));
    }

    @AfterEach
    void shut() {
        site.close();
        sandbox.close();
    }

    private String ticket(String subject) {
        return person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"" + subject + "\"}}")
                .path("ticket")
                .path("id")
                .asText();
    }

    private JsonNode project(String ticket) {
        return person.pms("GET", "projects?external_refs=zendesk/tickets/" + ticket, null)
                .path("items")
                .path(0);
    }

    private void addRow() {
        site.change(FILE, "extra: []", "extra:\n  - {source: subject, target: name, type: string}");
    }

    private Health.Check health() {
        return health(new Health(site.app().view()).whole());
    }

    private static Health.Check health(Health.Answer answer) {
        return answer.checks().stream()
                .filter(check -> check.name().equals("configuration"))
                .findFirst()
                .orElseThrow();
    }

    private long batches() {
        return sandbox.custompms().asked().stream()
                .filter(asked -> asked.method().equals("POST") && asked.target().contains("projects/batch"))
                .count();
    }

    @Test
    void mergesExistingLinks_whenARowIsAdded() {
        site.start(Map.of());
        String ticket = ticket("from the ticket");
        site.sync(TICKETS);
        assertThat(project(ticket).path("name").asText("")).isEmpty();

        addRow();
        site.look();
        site.sync(TICKETS);

        assertThat(project(ticket).path("name").asText()).isEqualTo("from the ticket");
        assertThat(site.app().watch().state().state()).isEqualTo(State.CURRENT);
    }

    @Tag("thorough")
    @Test
    void goesOn_whenACommandThatRunsNoFlowsIsGivenInAnotherFolder() {
        String store = TestDatabase.H2.migratedUrl();
        site.start(Map.of("store.url", store));
        String ticket = ticket("from the ticket");
        Site copy = new Site(home.resolve("copy"), sandbox, List.of("zendesk", "custompms"));
        copy.change(FILE, "extra: []", "extra:\n  - {source: subject, target: name, type: string}");

        Application.open(Configuration.load(new Home(home.resolve("copy"), Map.of("store.url", store), false))
                        .orThrow())
                .close();

        assertThat(site.sync(TICKETS).flows()).isEmpty();
        assertThat(project(ticket).isMissingNode()).isFalse();
    }

    @Test
    void looksOn_whateverAFileOrALookDoes() {
        site.start(Map.of());
        String flow = site.read(FILE);

        site.write(FILE, "flow: " + "[".repeat(100_000));
        site.look();
        assertThat(site.app().watch().state().state()).isEqualTo(State.REFUSED);
        assertThat(site.app().watch().state().faults()).anyMatch(fault -> fault.contains("nested deeper than"));

        site.app().watch().lookSafely(() -> {
            throw new StackOverflowError("of a parser");
        });
        site.write(FILE, flow);
        site.app().watch().lookSafely(site::look);
        assertThat(site.app().watch().state().state()).isEqualTo(State.CURRENT);
    }

    @Test
    void takesNothingOver_whileAFileIsBeingWritten() {
        site.start(Map.of());
        Configuration before = site.app().configuration();

        site.change(FILE, "extra: []", "extra:\n  - {source: subject, target:");
        site.app().watch().poll();
        site.change(FILE, "subject, target:", "subject, target: name,");
        site.app().watch().poll();
        site.change(FILE, "target: name,", "target: name, type: string}");
        site.app().watch().poll();

        assertThat(site.app().configuration()).isSameAs(before);
        assertThat(site.app().watch().state().state()).isEqualTo(State.CURRENT);
        site.app().watch().poll();
        assertThat(site.flow(TICKETS).rows()).hasSize(1);
    }

    @Test
    void keepsTheOldOneSyncing_andSaysWhy_whenAFileIsFaulty_untilItIsCorrected() {
        site.start(Map.of());
        addRow();
        site.look();

        site.change(FILE, "source: subject", "source: sujbect");
        site.look();

        assertThat(health().status()).isEqualTo("UP");
        assertThat(health().since()).isNotEmpty();
        assertThat(health().why()).contains("refused", FILE + ":11: sujbect is not a property of zendesk/tickets");
        assertThat(new Health(site.app().view()).ready().up()).isTrue();
        String ticket = ticket("still carried");
        assertThat(site.sync(TICKETS).flows()).isEmpty();
        assertThat(project(ticket).path("name").asText()).isEqualTo("still carried");

        site.change(FILE, "source: sujbect", "source: subject");
        site.look();
        assertThat(health().why()).isNull();
    }

    @Tag("thorough")
    @Test
    void saysTheSameThingOnce_howeverOftenItLooks() {
        site.start(Map.of());
        site.change(FILE, "extra: []", "extra: [");
        site.look();
        var first = site.app().watch().state();

        site.look();

        assertThat(site.app().watch().state()).isSameAs(first);
    }

    @Test
    void replacesARouteWhoseFileChanged_andNoOther() {
        site.start(Map.of());
        Route other = site.routes().camel().getRoute(ORGANIZATIONS);

        site.change(
                ROUTE,
                "              - process:\n                  id: transform",
                "              - log:\n                  id: seen\n                  description: ours\n"
                        + "                  message: seen\n"
                        + "              - process:\n                  id: transform");
        site.look();

        assertThat(site.app().watch().state().faults()).isEmpty();
        assertThat(site.routes().camel().getRoute(ORGANIZATIONS)).isSameAs(other);
        String ticket = ticket("through the new route");
        assertThat(site.sync(TICKETS).flows()).isEmpty();
        assertThat(project(ticket).path("id").isMissingNode()).isFalse();
        assertThat(site.routes().camel().getProcessor(TICKETS + "/seen")).isNotNull();
    }

    @Tag("thorough")
    @Test
    void triesCallsAgainAsOften_asChangedErrorHandlingSays() {
        site.start(Map.of());
        site.change(
                "routes/systems.camel.yaml",
                "maximumRedeliveries: \"{{triesAfterTrouble}}\"",
                "maximumRedeliveries: 0");
        site.look();
        sandbox.zendesk().faults().set(InjectedFaults.Kind.DOWN, 100, ".*");

        assertThat(site.sync(TICKETS).systems()).containsKey("zendesk");

        assertThat(sandbox.zendesk().asked())
                .as("the list, and others to see whether all fail")
                .isNotEmpty()
                .extracting(SandboxSystem.Asked::target)
                .doesNotHaveDuplicates();
    }

    @Tag("thorough")
    @Test
    void writesInSmallerBatches_whenTheDescriptorSaysSo() {
        site.start(Map.of());
        for (int i = 0; i < 10; i++) {
            ticket("ticket " + i);
        }
        site.change(
                "config/systems/custompms.yaml",
                "      call: POST /projects/batch\n      body: {operations: \"{items}\"}\n      batch: 200\n      item:\n        op: create",
                "      call: POST /projects/batch\n      body: {operations: \"{items}\"}\n      batch: 4\n      item:\n        op: create");
        site.look();

        site.sync(TICKETS);

        assertThat(batches()).isEqualTo(3);
    }

    @Test
    void stopsAFlowWhoseFilesAreTakenAway_andKeepsItsLinks() {
        site.start(Map.of());
        ticket("linked once");
        site.sync(TICKETS);

        site.remove(FILE);
        site.remove(ROUTE);
        site.remove("config/sandbox/flows/" + TICKETS + ".yaml");
        site.look();

        assertThat(site.app().flows()).extracting(Flow::id).doesNotContain(TICKETS);
        assertThat(site.routes().camel().getRoute(TICKETS)).isNull();
        assertThat(site.routes().camel().getRoute(TICKETS + "--back")).isNull();
        assertThat(rows("link")).isEqualTo(1);
    }

    @Test
    void runsAFlowOnItsSchedule_whoseFilesAreAdded() {
        String text = site.read(FILE);
        String route = site.read(ROUTE);
        site.remove(FILE);
        site.remove(ROUTE);
        site.startScheduled(Map.of());
        String ticket = ticket("comes late");

        site.write(FILE, text + "schedule: 0/1 * * * * ?\n");
        site.write(ROUTE, route);
        site.look();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !project(ticket).path("id").isMissingNode());
    }

    @Test
    void goesOnWithTheOldRoutes_whenANewOneCantStart() {
        site.start(Map.of());
        String good = site.read(ROUTE);
        site.change(ROUTE, "stateful: true", "stateful: true\n        noSuchOption: 1");
        site.look();

        assertThat(health().why()).contains("can't start").contains("noSuchOption");
        String ticket = ticket("over the old route");
        assertThat(site.sync(TICKETS).flows()).isEmpty();
        assertThat(project(ticket).path("id").isMissingNode()).isFalse();

        site.write(ROUTE, good);
        site.look();
        assertThat(health().why()).isNull();
    }

    @Test
    void saysThatItIsBroken_whenTheWayBackFailsToo() {
        site.start(Map.of());
        addRow();
        Configuration next = site.app().configuration().again();
        var before = new ConfigurationSwap.Current(
                site.app().configuration(), site.app().engine());
        catchThrowable(() -> site.app().engine().jdbi().useHandle(h -> h.execute("shutdown")));

        assertThatThrownBy(() -> new ConfigurationSwap(site.routes().camel(), before, next).carryOut(false))
                .isInstanceOf(ConfigurationSwap.Broken.class);
    }

    @Tag("thorough")
    @Test
    void tellsOfChangedSettings_andAppliesNone() {
        site.start(Map.of());
        site.write(
                "config/application.properties",
                site.read("config/application.properties") + "custompms.budget.requests=1/day\n");
        addRow();
        site.look();

        assertThat(site.flow(TICKETS).rows()).hasSize(1);
        assertThat(site.app().configuration().settings().get("custompms.budget.requests"))
                .contains("none");
    }

    @Tag("thorough")
    @Test
    void losesAndDoublesNothing_whenItChangesInTheMiddleOfAFirstSync() {
        shut();
        open(new SandboxOptions(6, 2_000, 0, false, null, Clock.systemUTC()));
        site.start(Map.of());
        AtomicInteger batches = new AtomicInteger();
        AtomicInteger creates = new AtomicInteger();
        CompletableFuture<Void> changed = new CompletableFuture<>();
        sandbox.custompms().witness((method, target, body) -> {
            creates.addAndGet(body.split("\"op\":\"create\"", -1).length - 1);
            if (method.equals("POST") && batches.incrementAndGet() == 3) {
                changed.completeAsync(() -> {
                    addRow();
                    site.look();
                    return null;
                });
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::halted);
            }
        });

        RoundFailures failures = site.sync(TICKETS);

        assertThat(changed).succeedsWithin(Duration.ofSeconds(30));
        assertThat(site.app().watch().state().faults()).isEmpty();
        assertThat(failures.flows()).isEmpty();
        int live = 1_990; // every 199th ticket of the demo is deleted
        assertThat(creates).hasValue(live);
        assertThat(rows("link where state = 'linked'")).isEqualTo(live);
        assertThat(person.pms("GET", "projects?limit=500", null).path("items"))
                .hasSize(500)
                .allMatch(project -> !project.path("name").asText("").isEmpty());
    }

    private boolean halted() {
        try (var probe = site.app().engine().leases().take("probe", Duration.ofSeconds(5))) {
            return probe.ending();
        }
    }

    private int rows(String table) {
        return site.app().engine().jdbi().withHandle(h -> h.createQuery("select count(*) from " + table)
                .mapTo(Integer.class)
                .one());
    }
}
