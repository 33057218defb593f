package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.TestClock;
import io.tandem.sandbox.Caller.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZendeskSimTest {

    private static final String BASIC = "Basic ZGVtb0BleGFtcGxlLmNvbS90b2tlbjpkZW1v";

    private final TestClock clock = new TestClock();
    private Sandbox sandbox;
    private Caller zendesk;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.empty(clock));
        zendesk = new Caller(sandbox.zendesk().url() + "/api/v2", "Authorization", BASIC);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String create(String kind, String one, String body) throws IOException {
        Answer answer = zendesk.call("POST", "/" + kind + ".json", "{\"" + one + "\":" + body + "}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.body().path(one).path("id").asText();
    }

    private String user(String body) throws IOException {
        return create("users", "user", body);
    }

    private String organization(String name) throws IOException {
        return create("organizations", "organization", "{\"name\":\"" + name + "\"}");
    }

    private String ticket(String body) throws IOException {
        return create("tickets", "ticket", body);
    }

    private JsonNode export(String what) throws IOException {
        return zendesk.get("/incremental/" + what).body();
    }

    private JsonNode job(String kind, String records) throws IOException {
        Answer queued = zendesk.call("PUT", "/" + kind + "/update_many.json", "{\"" + kind + "\":" + records + "}");
        assertThat(queued.body().at("/job_status/status").asText()).isEqualTo("queued");
        String id = queued.body().at("/job_status/id").asText();
        return zendesk.get("/job_statuses/" + id + ".json").body().path("job_status");
    }

    @Test
    void refusesWrongCredentials() throws IOException {
        assertThat(new Caller(zendesk.base(), "Authorization", "Basic nope")
                        .get("/users/1.json")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void givesIdsThatDoNotFit32Bits() throws IOException {
        assertThat(Long.parseLong(user("{\"name\":\"a\"}"))).isGreaterThan(1L << 32);
    }

    @Test
    void pagesUsersByCursor_withLinksThatNameAnotherHost() throws IOException {
        for (int i = 0; i < 3; i++) {
            user("{\"name\":\"" + i + "\"}");
        }

        JsonNode first = export("users/cursor.json?start_time=0&per_page=2");
        JsonNode second = export("users/cursor.json?per_page=2&cursor="
                + first.path("after_cursor").asText());

        assertThat(first.path("users")).hasSize(2);
        assertThat(first.path("end_of_stream").asBoolean()).isFalse();
        assertThat(first.path("after_url").asText()).doesNotContain("127.0.0.1");
        assertThat(second.path("users")).hasSize(1);
        assertThat(second.path("end_of_stream").asBoolean()).isTrue();
    }

    @Test
    void endsATimeBasedPageWhereTheSecondEnds_andRepeatsItsRows() throws IOException {
        for (int i = 0; i < 7; i++) {
            organization("same second " + i);
        }
        clock.pass(Duration.ofSeconds(5));
        organization("later");
        clock.pass(Duration.ofMinutes(5));

        JsonNode first = export("organizations.json?start_time=0&per_page=1");
        JsonNode second = export("organizations.json?per_page=8&start_time="
                + first.path("end_time").asText());

        assertThat(first.path("organizations")).hasSize(7);
        assertThat(first.path("end_of_stream").asBoolean()).isFalse();
        assertThat(second.path("organizations")).hasSize(8);
        assertThat(second.path("end_of_stream").asBoolean()).isTrue();
    }

    @Test
    void refusesAStartWithinTheLastMinute() throws IOException {
        long now = clock.instant().getEpochSecond();

        assertThat(zendesk.get("/incremental/users/cursor.json?start_time=" + (now - 59))
                        .status())
                .isEqualTo(422);
        assertThat(zendesk.get("/incremental/users/cursor.json?start_time=" + (now - 60))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void leavesTheLastMinuteOutOfTicketExports_whenTold() throws IOException {
        sandbox.zendesk().hideLastMinute(true);
        ticket("{\"subject\":\"new\"}");
        user("{\"name\":\"new\"}");

        assertThat(export("tickets/cursor.json?start_time=0").path("tickets")).isEmpty();
        assertThat(export("users/cursor.json?start_time=0").path("users")).hasSize(1);
        clock.pass(Duration.ofMinutes(1));
        assertThat(export("tickets/cursor.json?start_time=0").path("tickets")).hasSize(1);
    }

    @Test
    void exportsComments_asChildrenOfTheTicketsEvents() throws IOException {
        String id = ticket("{\"subject\":\"a\"}");
        zendesk.call("PUT", "/tickets/" + id + ".json", "{\"ticket\":{\"comment\":{\"body\":\"hello\"}}}");

        JsonNode event =
                export("ticket_events.json?start_time=0&include=comment_events").at("/ticket_events/0");

        assertThat(event.path("ticket_id").asText()).isEqualTo(id);
        assertThat(event.at("/child_events/0/event_type").asText()).isEqualTo("Comment");
        assertThat(event.at("/child_events/0").has("ticket_id")).isFalse();
    }

    @Test
    void readsManyAtOnce_butNoMoreThan100() throws IOException {
        String id = user("{\"name\":\"a\"}");
        String ids = IntStream.range(0, 101).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(zendesk.get("/users/show_many.json?ids=" + id + ",1").body().path("users"))
                .hasSize(1);
        Answer many = zendesk.get("/users/show_many.json?ids=" + ids);
        assertThat(many.status()).isEqualTo(400);
        assertThat(many.body().path("error").asText()).isEqualTo("TooManyValues");
    }

    @Test
    void completesAJobThatHoldsFailedItems() throws IOException {
        organization("taken");
        String id = organization("mine");

        JsonNode done = job(
                "organizations",
                "[{\"id\":" + id + ",\"name\":\"taken\"},{\"id\":5,\"name\":\"x\"},{\"id\":" + id
                        + ",\"name\":\"new\"}]");

        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(done.at("/results/0/error").asText()).isEqualTo("OrganizationUpdateFailed");
        assertThat(done.at("/results/1/error").asText()).isEqualTo("RecordNotFound");
        assertThat(done.at("/results/2/success").asBoolean()).isTrue();
    }

    @Test
    void reportsAnUpdateConflict_whenTheStampIsOlder() throws IOException {
        String id = ticket("{\"subject\":\"a\"}");
        String seen = zendesk.get("/tickets/" + id + ".json")
                .body()
                .at("/ticket/updated_at")
                .asText();
        clock.pass(Duration.ofSeconds(1));
        zendesk.call("PUT", "/tickets/" + id + ".json", "{\"ticket\":{\"subject\":\"theirs\"}}");

        JsonNode done = job(
                "tickets",
                "[{\"id\":" + id + ",\"subject\":\"ours\",\"safe_update\":true,\"updated_stamp\":\"" + seen + "\"}]");

        assertThat(done.at("/results/0/error").asText()).isEqualTo("UpdateConflict");
        assertThat(zendesk.get("/tickets/" + id + ".json")
                        .body()
                        .at("/ticket/subject")
                        .asText())
                .isEqualTo("theirs");
    }

    @Test
    void refusesAClosedTicket() throws IOException {
        String id = ticket("{\"subject\":\"a\",\"status\":\"closed\"}");

        assertThat(zendesk.call("PUT", "/tickets/" + id + ".json", "{\"ticket\":{\"subject\":\"b\"}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void addsASecondAddress_whenAUsersEmailIsPut() throws IOException {
        String id = user("{\"email\":\"old@example.com\"}");

        Answer put = zendesk.call("PUT", "/users/" + id + ".json", "{\"user\":{\"email\":\"new@example.com\"}}");

        assertThat(put.body().at("/user/email").asText()).isEqualTo("old@example.com");
        assertThat(zendesk.get("/users/" + id + "/identities.json").body().path("identities"))
                .hasSize(2);
    }

    @Test
    void changesThePrimaryEmail_byIdentity() throws IOException {
        String id = user("{\"email\":\"old@example.com\"}");
        String identity = zendesk.call(
                        "POST",
                        "/users/" + id + "/identities.json",
                        "{\"identity\":{\"type\":\"email\",\"value\":\" NEW@example.com\",\"verified\":true}}")
                .body()
                .at("/identity/id")
                .asText();

        zendesk.call("PUT", "/users/" + id + "/identities/" + identity + "/make_primary.json", "");

        assertThat(zendesk.get("/users/" + id + ".json")
                        .body()
                        .at("/user/email")
                        .asText())
                .isEqualTo("new@example.com");
    }

    @Test
    void refusesAnAddressThatAnotherUserHas() throws IOException {
        user("{\"email\":\"taken@example.com\"}");
        String id = user("{\"email\":\"mine@example.com\"}");

        Answer answer = zendesk.call(
                "POST",
                "/users/" + id + "/identities.json",
                "{\"identity\":{\"type\":\"email\",\"value\":\"Taken@example.com\"}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/details/value/0/error").asText()).isEqualTo("DuplicateValue");
    }

    @Test
    void removesOtherMemberships_onlyWhenTheUserIsPut() throws IOException {
        String first = organization("first");
        String second = organization("second");
        String id = user("{\"organization_id\":" + first + "}");
        zendesk.call(
                "POST",
                "/organization_memberships.json",
                "{\"organization_membership\":{\"user_id\":" + id + ",\"organization_id\":" + second + "}}");
        String memberships = "/users/" + id + "/organization_memberships.json";
        assertThat(zendesk.get(memberships).body().path("organization_memberships"))
                .hasSize(2);

        zendesk.call("PUT", "/users/" + id + ".json", "{\"user\":{\"organization_id\":" + second + "}}");

        assertThat(zendesk.get(memberships).body().path("organization_memberships"))
                .hasSize(1);
    }

    @Test
    void marksTheDeleted_andKeepsThemInExports() throws IOException {
        String user = user("{\"name\":\"a\"}");
        String organization = organization("a");
        zendesk.call("DELETE", "/users/" + user + ".json", "");
        zendesk.call("DELETE", "/organizations/" + organization + ".json", "");

        assertThat(export("users/cursor.json?start_time=0")
                        .at("/users/0/active")
                        .asBoolean(true))
                .isFalse();
        assertThat(export("organizations.json?start_time=0")
                        .at("/organizations/0")
                        .hasNonNull("deleted_at"))
                .isTrue();
    }

    @Test
    void hidesADeletedTicket_untilItIsRestored() throws IOException {
        String id = ticket("{\"subject\":\"a\"}");
        zendesk.call("DELETE", "/tickets/" + id + ".json", "");

        assertThat(zendesk.get("/tickets/" + id + ".json").status()).isEqualTo(404);
        assertThat(export("tickets/cursor.json?start_time=0")
                        .at("/tickets/0/status")
                        .asText())
                .isEqualTo("deleted");
        assertThat(zendesk.call("PUT", "/deleted_tickets/" + id + "/restore.json", "")
                        .status())
                .isEqualTo(200);
        assertThat(zendesk.get("/tickets/" + id + ".json").status()).isEqualTo(200);
    }

    @Test
    void scrubsATicket_withoutTouchingItsStamp() throws IOException {
        String id = ticket("{\"subject\":\"a\"}");
        clock.pass(Duration.ofSeconds(9));
        zendesk.call("DELETE", "/tickets/" + id + ".json", "");
        clock.pass(Duration.ofSeconds(9));
        zendesk.call("DELETE", "/deleted_tickets/" + id + ".json", "");

        JsonNode scrubbed = export("tickets/cursor.json?start_time=0").at("/tickets/0");

        assertThat(scrubbed.path("subject").asText()).isEqualTo("SCRUBBED");
        assertThat(scrubbed.path("updated_at").asText()).isEqualTo("2026-01-05T08:00:09Z");
        assertThat(scrubbed.path("generated_timestamp").asLong())
                .isEqualTo(clock.instant().getEpochSecond());
    }

    @Test
    void showsItsLimitsWithEachAnswer() throws IOException {
        assertThat(zendesk.get("/users/1.json").headers().map())
                .containsKeys("x-rate-limit", "x-rate-limit-remaining", "ratelimit-reset");
    }
}
