package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DecimalNode;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** config/systems/zendesk.yaml, call by call, for each of its entities. */
class ZendeskDescriptorTest extends DescriptorContract {

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.zendesk();
    }

    private String made(String kind, String body) {
        String one = kind.substring(0, kind.length() - 1);
        String id = person.zendesk("POST", kind + ".json", "{\"" + one + "\":" + body + "}")
                .path(one)
                .path("id")
                .asText();
        calls.clear();
        return id;
    }

    private String user(String email) {
        return made("users", "{\"name\":\"a user\",\"role\":\"end-user\",\"email\":\"" + email + "\"}");
    }

    /** One record of a kind whose text property is {@code a}. */
    private String one(String kind, String property) {
        return made(kind, "{\"" + property + "\":\"a\"}");
    }

    @ParameterizedTest
    @CsvSource({"users, name", "tickets, subject"})
    void fetchesByCursor_andFollowsItToTheEndOfTheStream(String kind, String property) {
        for (int i = 0; i < 1001; i++) {
            one(kind, property);
        }
        assertThat(fetched(kind, null, property)).hasSize(1001);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .startsWith("GET /api/v2/incremental/" + kind + "/cursor.json?")
                .contains("start_time=0")
                .contains("per_page=1000");
        assertThat(lines().get(1)).contains("cursor=").doesNotContain("start_time");
        assertThat(watermark).startsWith("cursor:");
        String kept = watermark.substring("cursor:".length());
        one(kind, property);
        assertThat(fetched(kind, watermark, property)).hasSize(1);
        assertThat(lines()).singleElement().satisfies(line -> assertThat(line).contains("cursor=" + kept));
    }

    @Test
    void fetchesOrganizationsByTime_withTheOverlap() {
        for (int i = 0; i < 3; i++) {
            made("organizations", "{\"name\":\"organization " + i + "\"}");
        }
        assertThat(fetched("organizations", null, "name")).hasSize(3);
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .startsWith("GET /api/v2/incremental/organizations.json?")
                .contains("start_time=0")
                .contains("per_page=1000");
        calls.clear();
        assertThat(fetched("organizations", watermark, "name")).hasSize(3);
        assertThat(lines().get(0)).doesNotContain("start_time=0");
    }

    @Test
    void takesTheCommentsOutOfTheTicketEvents() {
        String ticket = one("tickets", "subject");
        person.zendesk(
                "PUT",
                "tickets/" + ticket + ".json",
                "{\"ticket\":{\"comment\":{\"body\":\"well\",\"public\":false}}}");
        calls.clear();
        assertThat(fetched("ticketcomments", null, "body", "public", "ticket_id")
                        .values())
                .singleElement()
                .satisfies(comment -> {
                    assertThat(comment.values().get("body").asText()).isEqualTo("well");
                    assertThat(comment.values().get("public").asBoolean()).isFalse();
                    assertThat(comment.values().get("ticket_id").asText()).isEqualTo(ticket);
                });
        assertThat(lines().get(0))
                .startsWith("GET /api/v2/incremental/ticket_events.json?")
                .contains("start_time=0")
                .contains("include=comment_events")
                .contains("per_page=1000");
    }

    @ParameterizedTest
    @CsvSource({"organizations, notes", "users, name", "tickets, subject"})
    void readsManyByIds_100ACall(String kind, String property) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            ids.add(one(kind, property));
        }
        assertThat(Direct.reads(entity(kind), ids, Set.of(property))).hasSize(101);
        assertThat(lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("GET /api/v2/" + kind + "/show_many.json?ids="));
        assertThat(lines().get(1)).endsWith("ids=" + ids.get(100));
    }

    @Test
    void keepsAnIdOf64BitsDigitByDigit() {
        assertThat(Direct.reads(entity("users"), List.of("9223372036854775807"), Set.of("name")))
                .isEmpty();
        assertThat(lines()).containsExactly("GET /api/v2/users/show_many.json?ids=9223372036854775807");
    }

    @ParameterizedTest
    @CsvSource({"organizations, notes", "users, name"})
    void looksAgain_writesInBulk_waitsForTheJob_andReadsWhatBecameOfIt(String kind, String property) {
        SyncRecord seen = read(kind, one(kind, property), property);
        calls.clear();
        WriteResult.Written written = written(update(kind, seen, text(property, "b")));
        assertThat(lines().get(0)).startsWith("GET /api/v2/" + kind + "/show_many.json");
        assertThat(lines().get(1)).isEqualTo("PUT /api/v2/" + kind + "/update_many.json");
        assertThat(lines().get(2)).startsWith("GET /api/v2/job_statuses/");
        assertThat(lines().get(lines().size() - 1)).startsWith("GET /api/v2/" + kind + "/show_many.json");
        assertThat(body("PUT"))
                .isEqualTo(json("{\"" + kind + "\":[{\"id\":" + seen.key().id() + ",\"" + property + "\":\"b\"}]}"));
        assertThat(written.record().values().get(property).asText()).isEqualTo("b");
        assertThat(written.answered()).isFalse();
    }

    @Test
    void updatesTicketsSafely_eachWithItsStamp() {
        String id = one("tickets", "subject");
        SyncRecord seen = read("tickets", id, "subject");
        calls.clear();
        written(update("tickets", seen, text("subject", "b")));
        assertThat(lines().get(0)).isEqualTo("PUT /api/v2/tickets/update_many.json");
        assertThat(body("PUT"))
                .isEqualTo(json("{\"tickets\":[{\"id\":" + id + ",\"safe_update\":true,\"updated_stamp\":\""
                        + seen.token() + "\",\"subject\":\"b\"}]}"));
    }

    @Test
    void tellsAnUpdateConflictAsStale_withTheFreshRecord() {
        SyncRecord seen = read("tickets", one("tickets", "subject"), "subject");
        SyncRecord early =
                new SyncRecord(seen.key(), seen.values(), seen.modified(), "2020-01-01T00:00:00Z", seen.presence());
        assertThat(update("tickets", early, text("subject", "late")))
                .isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(
                                stale.fresh().values().get("subject").asText())
                        .isEqualTo("a"));
    }

    @ParameterizedTest
    @CsvSource({"organizations, notes", "users, alias", "tickets, subject"})
    void writes100RecordsAJob(String kind, String property) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            ids.add(one(kind, property));
        }
        List<Write> writes = new ArrayList<>();
        Direct.reads(entity(kind), ids, Set.of(property))
                .forEach(seen -> writes.add(new Write.Update(seen, text(property, "new"))));
        calls.clear();
        assertThat(entity(kind).write(writes, Set.of(property))).allMatch(WriteResult.Written.class::isInstance);
        assertThat(calls)
                .filteredOn(call -> call.line().startsWith("PUT"))
                .extracting(call -> call.body().path(kind).size())
                .containsExactly(100, 1);
    }

    @Test
    void tellsWhichItemOfACompletedJobFailed() {
        made("organizations", "{\"name\":\"taken\"}");
        SyncRecord one = read("organizations", made("organizations", "{\"name\":\"one\"}"), "name");
        SyncRecord two = read("organizations", made("organizations", "{\"name\":\"two\"}"), "name");
        List<WriteResult> results = entity("organizations")
                .write(
                        List.of(
                                new Write.Update(one, text("name", "Taken")),
                                new Write.Update(two, text("name", "free"))),
                        Set.of("name"));
        assertThat(refusal(results.get(0)).kind()).isEqualTo(Refusal.Kind.DUPLICATE);
        assertThat(results.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void leavesAClosedTicketAlone() {
        String id = made("tickets", "{\"subject\":\"a\",\"status\":\"closed\"}");
        SyncRecord seen = read("tickets", id, "subject", "status");
        assertThat(entity("tickets").facts().locked(seen)).isPresent();
        assertThat(refusal(update("tickets", seen, text("subject", "b"))).kind())
                .isIn(Refusal.Kind.LOCKED, Refusal.Kind.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"organizations, notes", "users, name", "tickets, subject"})
    void showsADeletedRecordAsDeleted(String kind, String property) {
        String id = one(kind, property);
        person.zendesk("DELETE", kind + "/" + id + ".json", null);
        assertThat(fetched(kind, null, property).get(id).live()).isFalse();
    }

    @Test
    void changesAPrimaryEmail_byANewIdentity() {
        SyncRecord seen = read("users", user("one@example.com"), "email");
        String base = "/api/v2/users/" + seen.key().id() + "/identities";
        calls.clear();
        WriteResult.Written written = written(update("users", seen, text("email", "two@example.com")));
        assertThat(lines()).hasSize(4);
        assertThat(lines().get(0)).isEqualTo("GET " + base + ".json");
        assertThat(lines().get(1)).isEqualTo("POST " + base + ".json");
        assertThat(lines().get(2)).matches("PUT " + base + "/\\d+/make_primary.json");
        assertThat(body("POST"))
                .isEqualTo(json("{\"identity\":{\"type\":\"email\",\"value\":\"two@example.com\",\"verified\":true}}"));
        assertThat(written.record().values().get("email").asText()).isEqualTo("two@example.com");
    }

    @Test
    void keepsTheOldAddressAsASecondOne_andPrefersItWhenItComesBack() {
        SyncRecord one = read("users", user("one@example.com"), "email");
        SyncRecord two =
                written(update("users", one, text("email", "two@example.com"))).record();
        calls.clear();
        written(update("users", two, text("email", "one@example.com")));
        assertThat(lines()).noneMatch(line -> line.startsWith("POST") || line.startsWith("DELETE"));
    }

    @Test
    void tellsATakenEmailAsADuplicate_withoutShowingIt() {
        user("taken@example.com");
        SyncRecord seen = read("users", user("one@example.com"), "email");
        Refusal refusal = refusal(update("users", seen, text("email", "taken@example.com")));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.DUPLICATE);
        assertThat(refusal.message()).doesNotContain("taken@example.com");
    }

    @Test
    void changesAUsersOrganization_byAMembership_leavingTheOthers() {
        String first = made("organizations", "{\"name\":\"first\"}");
        String second = made("organizations", "{\"name\":\"second\"}");
        String id = made("users", "{\"name\":\"a user\",\"organization_id\":" + first + "}");
        SyncRecord seen = read("users", id, "organization_id");
        calls.clear();
        Values changes = Values.of(Map.of("organization_id", DecimalNode.valueOf(new BigDecimal(second))));
        WriteResult.Written written = written(update("users", seen, changes));
        assertThat(lines().get(0)).isEqualTo("GET /api/v2/users/" + id + "/organization_memberships.json");
        assertThat(lines().get(1)).isEqualTo("POST /api/v2/organization_memberships.json");
        assertThat(lines().get(2))
                .matches("PUT /api/v2/users/" + id + "/organization_memberships/\\d+/make_default.json");
        assertThat(body("POST"))
                .isEqualTo(json(
                        "{\"organization_membership\":{\"user_id\":" + id + ",\"organization_id\":" + second + "}}"));
        assertThat(written.record().values().get("organization_id").asText()).isEqualTo(second);
        assertThat(person.zendesk("GET", "users/" + id + "/organization_memberships.json", null)
                        .path("organization_memberships"))
                .hasSize(2);
    }

    /** 100 a page: the one that is wanted stands on the second. */
    @Test
    void findsAMembershipAmongMany_andMakesItTheDefault() {
        String first = made("organizations", "{\"name\":\"first\"}");
        String id = made("users", "{\"name\":\"a user\",\"role\":\"end-user\",\"organization_id\":" + first + "}");
        String wanted = first;
        for (int i = 0; i < 130; i++) {
            wanted = made("organizations", "{\"name\":\"organization " + i + "\"}");
            person.zendesk(
                    "POST",
                    "organization_memberships.json",
                    "{\"organization_membership\":{\"user_id\":" + id + ",\"organization_id\":" + wanted + "}}");
        }
        SyncRecord seen = Direct.reads(entity("users"), List.of(id), Set.of("organization_id"))
                .get(0);
        calls.clear();
        Values changes = Values.of(Map.of("organization_id", DecimalNode.valueOf(new BigDecimal(wanted))));
        WriteResult.Written written = written(update("users", seen, changes));
        assertThat(written.refused()).isEmpty();
        assertThat(written.record().values().get("organization_id").asText()).isEqualTo(wanted);
        assertThat(lines()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void waitsWhenToldTo_andGoesOn() {
        one("tickets", "subject");
        system().faults().set(InjectedFaults.Kind.TOO_MANY, 1, ".*");
        assertThat(fetched("tickets", null, "subject")).hasSize(1);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void refusedCredentialsStopTheSystem() {
        system().faults().set(InjectedFaults.Kind.REFUSED, 10, ".*");
        assertThatThrownBy(() -> fetched("tickets", null, "subject"))
                .isInstanceOf(SystemException.CredentialsRefused.class);
    }
}
