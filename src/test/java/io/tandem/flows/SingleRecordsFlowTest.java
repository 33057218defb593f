package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.app.RoundFailures;
import io.tandem.app.SyncReport;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RunCounts;
import io.tandem.cli.SyncCommand;
import io.tandem.flow.Flow;
import io.tandem.kit.Meddler;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Person;
import io.tandem.kit.Site;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.store.Links;
import io.tandem.store.NextTry;
import io.tandem.store.Parked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;

/** The whole application with its shipped routes: one record that its system serves oddly is parked, and all others go on (rule 12). */
@Execution(ExecutionMode.CONCURRENT) // each case waits for a site and a sandbox of its own
class SingleRecordsFlowTest {

    private static final String TICKETS = "zendesk-tickets--custompms-project";
    private static final String TASKS = "salesforce-task--custompms-project";
    private static final String CONTACTS = "zendesk-users--powerofficego-contactperson";

    @TempDir
    Path home;

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
    private final Person person = new Person(sandbox);
    private Meddler meddler;
    private Site site;
    private Flow flow;

    @BeforeEach
    void copy() {
        site = new Site(home, sandbox, List.of("zendesk", "salesforce", "powerofficego", "custompms"));
    }

    @AfterEach
    void shut() {
        site.close();
        if (meddler != null) {
            meddler.close();
        }
        sandbox.close();
    }

    private void start(String flowId, SandboxSystem meddledWith, Map<String, String> settings) throws IOException {
        Map<String, String> all = new TreeMap<>(settings);
        if (meddledWith != null) {
            meddler = new Meddler(meddledWith.url());
            String key = meddledWith.name() + ".url";
            all.put(key, sandbox.settings().get(key).replace(meddledWith.url(), meddler.url()));
        }
        site.start(all);
        flow = site.flow(flowId);
    }

    private void row(String flowId, String source, String target) {
        site.change(
                "config/flows/" + flowId + ".yaml",
                "extra: []",
                "extra:\n  - {source: " + source + ", target: " + target + ", type: string}");
    }

    /** @return the exit code that {@code tandem sync} ends with */
    private int sync() {
        RunCounts.Run run = site.app().counts().start();
        RoundFailures failures = site.app().rounds().untilQuiet(List.of(flow), run);
        assertThat(failures.stopped()).isEmpty();
        return SyncCommand.exitCode(SyncReport.of(site.app(), List.of(flow), run, failures, Duration.ZERO), failures);
    }

    private Jdbi jdbi() {
        return site.app().engine().jdbi();
    }

    private List<LinkState> states() {
        List<LinkState> states = new ArrayList<>();
        jdbi().useHandle(h -> Links.each(h, List.of(flow.id()), (Link link) -> states.add(link.state())));
        return states;
    }

    private List<Parked> parked() {
        return jdbi().withHandle(h -> StoredParked.of(h, flow.id()));
    }

    /** Its pause is over. */
    private void tryParkedNow() {
        jdbi().useHandle(h -> h.execute(
                "update park set next_try_ms = ? where next_try_ms is not null", System.currentTimeMillis() - 1));
    }

    private void reconcile() {
        site.app().engine().feeds().wantPass(List.of(flow.source(), flow.target()));
    }

    private JsonNode project(String externalRef) {
        return person.pms("GET", "projects?external_refs=" + externalRef, null)
                .path("items")
                .path(0);
    }

    private void rename(JsonNode project, String name) {
        person.pms(
                "POST",
                "projects/batch",
                "{\"operations\":[{\"op\":\"update\",\"id\":" + project.path("id") + ",\"record\":{\"name\":\"" + name
                        + "\"}}]}");
    }

    private List<String> make(int many, java.util.function.IntFunction<String> maker) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= many; i++) {
            ids.add(maker.apply(i));
        }
        return ids;
    }

    private String ticket(int number) {
        return person.zendesk("POST", "tickets.json", "{\"ticket\":{\"subject\":\"ticket " + number + "\"}}")
                .path("ticket")
                .path("id")
                .asText();
    }

    private void rename(String ticket, String subject) {
        person.zendesk("PUT", "tickets/" + ticket + ".json", "{\"ticket\":{\"subject\":\"" + subject + "\"}}");
    }

    private String task(int number) {
        return person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"task " + number + "\"}")
                .path("id")
                .asText();
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Salesforce says the same of a look-up that it refuses as of a task that is no longer there. */
    @Test
    void aLivingTaskWhoseLookUpIsRefused_isParked_andItsProjectStays() throws Exception {
        row(TASKS, "Subject", "name");
        site.change("config/flows/" + TASKS + ".yaml", "deletes: keep", "deletes: propagate");
        start(TASKS, sandbox.salesforce(), Map.of());
        List<String> tasks = make(3, this::task);
        assertThat(sync()).isZero();
        String refused = tasks.get(0);
        meddler.refuseItem(
                "PATCH .*/composite/sobjects",
                "records",
                "id",
                refused,
                "",
                json("{'success':false,'errors':[{'statusCode':'INVALID_CROSS_REFERENCE_KEY','message':'no such id',"
                        + "'fields':['WhoId']}]}"));
        tasks.forEach(id -> rename(project("salesforce/task/" + id), "edited " + id));

        for (int i = 0; i < 2; i++) {
            assertThat(sync()).isEqualTo(1);
            assertThat(states()).hasSize(3).containsOnly(LinkState.LINKED);
            assertThat(parked()).singleElement().satisfies(row -> {
                assertThat(row.recordId()).isEqualTo(refused);
                assertThat(row.reason()).contains("INVALID_CROSS_REFERENCE_KEY", "WhoId");
            });
            tasks.forEach(id -> assertThat(
                            project("salesforce/task/" + id).path("deleted").asBoolean())
                    .isFalse());
            assertThat(tasks.stream().map(this::subject))
                    .containsExactly("task 1", "edited " + tasks.get(1), "edited " + tasks.get(2));
            reconcile();
        }
    }

    private String subject(String task) {
        return person.salesforce("GET", "sobjects/Task/" + task, null)
                .path("Subject")
                .asText();
    }

    @Test
    void aContactThatVanished_isFoundByItsPartyAndItsId_andTheOthersGoOn() throws Exception {
        start(CONTACTS, null, Map.of("powerofficego.contactperson-api", "v2"));
        person.powerOffice("POST", "_sandbox/customers", "{\"Id\":31,\"IsPerson\":false}");
        List<String> users = make(3, this::userWithContact);
        assertThat(sync()).isZero();
        assertThat(states()).hasSize(3).containsOnly(LinkState.LINKED);

        person.powerOffice("DELETE", "v2/ContactPersons/31/502", null);
        sandbox.powerofficego().forget();
        reconcile();
        assertThat(sync()).isZero();
        assertThat(states()).containsExactlyInAnyOrder(LinkState.LINKED, LinkState.LINKED, LinkState.TARGET_DELETED);
        assertThat(sandbox.powerofficego().asked())
                .filteredOn(asked -> asked.target().matches("/v2/ContactPersons/.*"))
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.target()).matches("/v2/ContactPersons/31/502"));

        person.powerOffice(
                "PATCH",
                "v2/ContactPersons/31/503",
                "[{\"op\":\"replace\",\"path\":\"/EmailAddress\",\"value\":\"other@mail.example\"}]");
        assertThat(sync()).isZero();
        assertThat(person.zendesk("GET", "users/" + users.get(2) + ".json", null)
                        .path("user")
                        .path("email")
                        .asText())
                .isEqualTo("other@mail.example");
    }

    private String userWithContact(int number) {
        String email = "p" + number + "@mail.example";
        person.powerOffice(
                "POST",
                "_sandbox/contacts",
                "{\"id\":" + (500 + number) + ",\"partyId\":31,\"partyCustomerCode\":1,\"emailAddress\":\"" + email
                        + "\"}");
        return person.newUser(email);
    }

    @Test
    void aRecordWhoseVersionNeverFits_isParkedWithGrowingPauses_andNothingElseStops() throws Exception {
        row(TICKETS, "subject", "name");
        start(TICKETS, sandbox.custompms(), Map.of());
        List<String> tickets = make(3, this::ticket);
        assertThat(sync()).isZero();
        JsonNode odd = project("zendesk/tickets/" + tickets.get(1));
        meddler.refuseItem(
                "POST .*/projects/batch",
                "operations",
                "id",
                odd.path("id").asText(),
                "results",
                json("{'status':412,'error':{'code':'version_conflict','message':'it has changed'}}"));
        tickets.forEach(id -> rename(id, "edited " + id));

        assertThat(sync()).isEqualTo(1);
        assertThat(tickets.stream()
                        .map(id -> project("zendesk/tickets/" + id).path("name").asText()))
                .containsExactly("edited " + tickets.get(0), "ticket 2", "edited " + tickets.get(2));
        Duration before = Duration.ZERO;
        for (int attempt = 1; attempt <= 3; attempt++) {
            Parked row = parked().get(0);
            assertThat(parked()).hasSize(1);
            assertThat(row.attempts()).isEqualTo(attempt);
            assertThat(row.reason()).contains("version conflict");
            Duration pause = Duration.between(Instant.now(), row.nextTry());
            assertThat(pause).isGreaterThan(before);
            before = pause;
            assertThat(sync()).as("while it pauses").isEqualTo(1);
            rename(tickets.get(2), "edit " + attempt);
            tryParkedNow();
            assertThat(sync()).isEqualTo(1);
            assertThat(project("zendesk/tickets/" + tickets.get(2)).path("name").asText())
                    .isEqualTo("edit " + attempt);
        }

        meddler.meddle((line, body, system) -> system.answer(body));
        tryParkedNow();
        assertThat(sync()).isZero();
        assertThat(project("zendesk/tickets/" + tickets.get(1)).path("name").asText())
                .isEqualTo("edited " + tickets.get(1));
    }

    private String nameOf(String ticket) {
        return project("zendesk/tickets/" + ticket).path("name").asText();
    }

    @Test
    void recordsInARowWhoseWritesFail_areParked_andTheOthersAreWritten() throws Exception {
        row(TICKETS, "subject", "name");
        start(TICKETS, sandbox.custompms(), Map.of());
        List<String> tickets = make(30, this::ticket);
        assertThat(sync()).isZero();
        List<String> bad = tickets.subList(3, 25);
        List<String> badIds = bad.stream().map(this::projectId).toList();
        meddler.meddle((line, body, system) -> line.matches("POST .*/projects/batch")
                        && body.findValuesAsText("id").stream().anyMatch(badIds::contains)
                ? new Meddler.Reply(500, json("{'error':{'code':'internal','message':'broken'}}"))
                : system.answer(body));
        tickets.forEach(id -> rename(id, "edited " + id));

        assertThat(sync()).isEqualTo(1);
        assertThat(parked()).extracting(Parked::recordId).containsExactlyInAnyOrderElementsOf(badIds);
        assertThat(tickets)
                .allSatisfy(id -> assertThat(nameOf(id).startsWith("edited")).isEqualTo(!bad.contains(id)));

        meddler.meddle((line, body, system) -> system.answer(body));
        tryParkedNow();
        assertThat(sync()).isZero();
        assertThat(tickets).allSatisfy(id -> assertThat(nameOf(id)).isEqualTo("edited " + id));
    }

    /** The job does its work, as the next fetch shows; until then its records are held back, and nothing is written twice. */
    @Test
    void aJobThatCanNotBeLookedAt_holdsItsRecordsBack_andTheFlowGoesOn() throws Exception {
        row(TICKETS, "subject", "name");
        start(TICKETS, sandbox.zendesk(), Map.of());
        List<String> tickets = make(3, this::ticket);
        assertThat(sync()).isZero();
        meddler.meddle((line, body, system) -> line.matches("GET .*/job_statuses/.*")
                ? new Meddler.Reply(404, json("{'error':'RecordNotFound','description':'Not found'}"))
                : system.answer(body));
        tickets.forEach(id -> rename(project("zendesk/tickets/" + id), "edited " + id));

        assertThat(sync()).isEqualTo(1);
        assertThat(parked()).hasSize(3).allSatisfy(row -> assertThat(row.reason())
                .contains("the job", "can't be looked at"));
        String another = ticket(4);
        sandbox.zendesk().forget();
        assertThat(sync()).isZero();
        assertThat(nameOf(another)).isEqualTo("ticket 4");
        assertThat(sandbox.zendesk().asked()).noneMatch(asked -> asked.target().contains("update_many"));
        assertThat(tickets).allSatisfy(id -> assertThat(person.zendesk("GET", "tickets/" + id + ".json", null)
                        .path("ticket")
                        .path("subject")
                        .asText())
                .isEqualTo("edited " + id));
    }

    private static final List<String> ODD_IDS = List.of(
            "9".repeat(401),
            "9".repeat(5_000),
            "7\u0000",
            "\u0000",
            "7\u0007",
            "7\ud83d",
            "../7",
            "7/8?x=1#y",
            "%2e%2e",
            " ",
            "7 8",
            "",
            "null");

    /** The answers of its creates were lost; what the look-up says of some of them can't be their projects' ids. */
    @ParameterizedTest
    @OnOneDatabase
    void recordsThatAreLookedUpWithOddIds_areParked_andTheOthersAreAdopted(TestDatabase database) throws Exception {
        row(TICKETS, "subject", "name");
        start(
                TICKETS,
                sandbox.custompms(),
                Map.of("store.url", database.migratedUrl(), "store.user", database.user, "store.password", ""));
        String linked = ticket(0);
        assertThat(sync()).isZero();
        int odd = ODD_IDS.size() + 2;
        List<String> tickets = make(odd + 3, this::ticket);
        meddler.meddle((line, body, system) -> {
            Meddler.Reply reply = system.answer(body);
            return line.matches("POST .*/projects/batch") ? new Meddler.Reply(0, null) : reply;
        });
        assertThat(sync()).isEqualTo(1);
        assertThat(states()).containsOnlyOnce(LinkState.LINKED);

        Map<String, String> ids = new TreeMap<>();
        for (int i = 0; i < ODD_IDS.size(); i++) {
            ids.put(tickets.get(i), ODD_IDS.get(i));
        }
        ids.put(tickets.get(odd - 2), projectId(linked));
        ids.put(tickets.get(odd - 1), projectId(tickets.get(odd)));
        meddler.meddle((line, body, system) -> {
            Meddler.Reply reply = system.answer(body);
            return line.matches("GET .*/projects\\?.*external_refs=.*")
                    ? new Meddler.Reply(reply.status(), withIds(reply.body(), ids))
                    : reply;
        });
        tryParkedNow();
        assertThat(sync()).isEqualTo(1);
        assertThat(parked())
                .allSatisfy(row -> assertThat(row.reason()).doesNotContain("SQL", "23505", "Exception"))
                .extracting(Parked::recordId)
                .containsExactlyInAnyOrderElementsOf(tickets.subList(0, odd + 1));
        rename(tickets.get(odd + 1), "edited");
        assertThat(sync()).isEqualTo(1);
        assertThat(project("zendesk/tickets/" + tickets.get(odd + 1))
                        .path("name")
                        .asText())
                .isEqualTo("edited");

        meddler.meddle((line, body, system) -> system.answer(body));
        jdbi().useHandle(h -> NextTry.retry(h, parked().stream().map(Parked::id).toList()));
        assertThat(sync()).isZero();
        assertThat(states()).hasSize(1 + tickets.size()).containsOnly(LinkState.LINKED);
        assertThat(project("zendesk/tickets/" + linked).path("name").asText()).isEqualTo("ticket 0");
        assertThat(person.pms("GET", "projects?limit=100&updated_since=1970-01-01T00:00:00Z", null)
                        .path("items"))
                .as("nothing was made twice")
                .hasSize(1 + tickets.size());
    }

    private String projectId(String ticket) {
        return project("zendesk/tickets/" + ticket).path("id").asText();
    }

    private static JsonNode withIds(JsonNode body, Map<String, String> byTicket) {
        ObjectNode changed = body.deepCopy();
        for (JsonNode row : changed.path("items")) {
            String ticket = row.path("external_ref").asText().replace("zendesk/tickets/", "");
            if (byTicket.containsKey(ticket)) {
                ((ObjectNode) row).put("id", byTicket.get(ticket));
            }
        }
        return changed;
    }
}
