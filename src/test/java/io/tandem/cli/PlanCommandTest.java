package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.PlanSite;
import io.tandem.kit.PlanSite.Answer;
import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;

/** A plan says what a sync then does, and does nothing itself: the commands, over HTTP, on a real store. */
class PlanCommandTest {

    private static final String[] PLAN = {"plan", "--json"};
    private static final String[] SYNC = {"sync", "--json"};

    @TempDir
    Path home;

    private PlanSite site(TestDatabase database) throws IOException {
        return new PlanSite(home, database.migratedUrl());
    }

    private static List<String> texts(JsonNode list, String name) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.path(name).asText()));
        return texts;
    }

    private static long records(JsonNode plan) {
        return texts(plan.path("changes"), "record").stream().distinct().count();
    }

    /** Plans, then syncs: each flow's counts and each value must be what the plan said. @return the plan */
    private static Answer planThenSync(PlanSite site) {
        Map<String, List<String>> before = site.store();
        site.forget();
        Answer plan = site.run(PLAN);
        assertThat(site.writes()).as("writes of a plan").isEmpty();
        assertThat(site.store()).isNotEmpty().isEqualTo(before);
        List<JsonNode> changes = new ArrayList<>();
        plan.json().path("flows").forEach(flow -> flow.path("changes").forEach(changes::add));
        changes.forEach(change -> assertThat(value(site, change))
                .as("before " + change)
                .isEqualTo(change.path("old").asText("")));

        Answer sync = site.run(SYNC);

        changes.forEach(change -> assertThat(value(site, change))
                .as("after " + change)
                .isEqualTo(change.path("new").asText("")));
        for (JsonNode flow : plan.json().path("flows")) {
            JsonNode done = sync.of(flow.path("flow").asText());
            assertThat(flow.path("creates").size())
                    .as(done.toString())
                    .isEqualTo(done.path("created").asInt());
            assertThat(records(flow))
                    .as(done.toString())
                    .isEqualTo(done.path("written").path("source").asInt()
                            + done.path("written").path("target").asInt());
        }
        assertThat(plan.code()).as(plan.err()).isEqualTo(sync.code());
        return plan;
    }

    private static String value(PlanSite site, JsonNode change) {
        return site.value(
                change.path("record").asText(), change.path("property").asText());
    }

    @ParameterizedTest
    @OnOneDatabase
    void planThenSyncDoesExactlyThat(TestDatabase database) throws IOException {
        try (PlanSite site = site(database)) {
            String organization = site.organization("Fjord");
            String other = site.organization("Berg");
            String ticket = site.ticket("broken");
            site.ticket("lost");
            String one = site.user("one@example.com", organization);
            site.user("none@example.com", null);
            String two = site.user("two@example.com", null);
            site.contact(11, "one@example.com");
            site.contact(12, "two@example.com");
            site.contact(13, "two@example.com");

            Answer first = planThenSync(site);

            assertThat(texts(first.of(PlanSite.TICKETS).path("creates"), "because"))
                    .contains("zendesk/tickets/" + ticket + " has no link");
            assertThat(texts(first.of(PlanSite.TICKETS).path("creates"), "target"))
                    .containsOnly("custompms/project")
                    .hasSize(2);
            JsonNode contacts = first.of(PlanSite.CONTACTS);
            assertThat(texts(contacts.path("links"), "source")).containsExactly("zendesk/users/" + one);
            assertThat(texts(contacts.path("links"), "target")).containsExactly("powerofficego/contactperson/11");
            assertThat(contacts.path("skips").toString())
                    .contains("\"zendesk/users/" + two + "\",\"because\":\"ambiguous: several records match\"")
                    .contains("no record matches")
                    .contains(
                            "zendesk/organizations/" + organization + " is not linked to any powerofficego/party yet");
            assertThat(contacts.path("skips")).hasSize(3);
            assertThat(first.code()).isEqualTo(ExitCode.NEEDS_PERSON);

            site.person.zendesk("PUT", "tickets/" + ticket + ".json", "{\"ticket\":{\"subject\":\"repaired\"}}");
            site.person.powerOffice(
                    "POST", "v1/Customer/1/Contact/", "{\"id\":11,\"emailAddress\":\"first@example.com\"}");
            site.person.zendesk("PUT", "organizations/" + other + ".json", "{\"organization\":{\"name\":\"Berg AS\"}}");
            String customer = site.person
                    .pms("GET", "customers?external_refs=zendesk/organizations/" + other, null)
                    .path("items")
                    .path(0)
                    .path("id")
                    .asText();
            site.person.pms("PATCH", "customers/" + customer, "{\"name\":\"Berg Holding\"}");
            site.ticket("new");

            Answer second = planThenSync(site);

            assertThat(second.of(PlanSite.TICKETS).path("changes").toString())
                    .contains("\"old\":\"broken\",\"new\":\"repaired\",\"because\":\"only the source changed\"");
            assertThat(second.of(PlanSite.CONTACTS).path("changes").toString())
                    .contains("\"record\":\"zendesk/users/" + one
                            + "\",\"property\":\"email\",\"old\":\"one@example.com\",\"new\":\"first@example.com\"");
            assertThat(second.of(PlanSite.ORGANIZATIONS).path("skips").toString())
                    .contains("both sides changed it differently; an operator has to decide");

            Answer quiet = planThenSync(site);
            quiet.json().path("flows").forEach(flow -> assertThat(
                            flow.path("creates").size()
                                    + flow.path("links").size()
                                    + flow.path("changes").size())
                    .as(flow.toString())
                    .isZero());
        }
    }

    @Test
    void adoptsWhatALostStoreCreated_inThePlanAsInTheSync() throws IOException {
        try (PlanSite site = site(TestDatabase.H2)) {
            String ticket = site.ticket("broken");
            site.run("sync", PlanSite.TICKETS);
            String fresh = TestDatabase.H2.migratedUrl();
            Path settings = home.resolve("config/application.properties");
            Files.writeString(settings, Files.readString(settings).replaceFirst("store.url=.*", "store.url=" + fresh));

            JsonNode plan = site.run("plan", "--json", PlanSite.TICKETS).of(PlanSite.TICKETS);

            assertThat(plan.path("creates")).isEmpty();
            assertThat(texts(plan.path("links"), "source")).containsExactly("zendesk/tickets/" + ticket);
        }
    }

    @Test
    void saysWhatANewRowWouldDo_whileTheApplicationRuns() throws IOException {
        try (PlanSite site = site(TestDatabase.H2)) {
            site.ticket("broken");
            try (Application app = site.start()) {
                site.run(Optional.of(app), "sync", PlanSite.TICKETS);
                Map<String, List<String>> before = site.store();
                site.row(PlanSite.TICKETS, "{source: subject, target: description, type: string}");
                site.forget();

                Answer plan = site.run(Optional.of(app), "plan", PlanSite.TICKETS);

                assertThat(plan.out())
                        .contains(PlanSite.TICKETS + ": subject->description is new")
                        .contains(PlanSite.TICKETS + ": subject->name is gone")
                        .contains("the target was empty when the two met")
                        .contains("1 value to change in 1 record");
                assertThat(site.writes()).isEmpty();
                assertThat(site.store()).isEqualTo(before);
            }
        }
    }

    @Test
    void refusesSettingsThatTheRunningApplicationDoesNotHave() throws IOException {
        try (PlanSite site = site(TestDatabase.H2);
                Application app = site.start()) {
            Optional<Application> running = Optional.of(app);

            Answer refused = site.run(running, "links", "--set", "history.rows=7");

            assertThat(refused.code()).isEqualTo(ExitCode.WRONG);
            assertThat(refused.err()).contains("--set history.rows: an application runs on this data");
            assertThat(site.run(running, "links", "--set", "store.user=postgres")
                            .code())
                    .isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void leavesNothingBehind_alsoWhenItFails() throws IOException {
        try (PlanSite site = site(TestDatabase.H2)) {
            site.ticket("broken");
            site.sandbox.close();

            assertThat(site.run(PLAN).code()).isEqualTo(ExitCode.SYSTEM_FAILED);
            assertThat(site.run("plan", "no-such-flow").code()).isEqualTo(ExitCode.WRONG);
            try (Stream<Path> files = Files.list(Path.of("data"))) {
                assertThat(files.map(Path::getFileName).map(Path::toString))
                        .noneMatch(name -> name.startsWith("plan-"));
            }
        }
    }
}
