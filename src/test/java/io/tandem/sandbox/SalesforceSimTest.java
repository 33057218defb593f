package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.TestClock;
import io.tandem.sandbox.Caller.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesforceSimTest {

    private static final String DATA = "/services/data/v62.0";
    private static final String DIVISION = "0Rd000000000000AAA";

    private final TestClock clock = new TestClock();
    private Sandbox sandbox;
    private Caller salesforce;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.empty(clock));
        salesforce = new Caller(sandbox.salesforce().url(), "Authorization", "Bearer demo");
        sandbox.salesforce()
                .store("Division", DIVISION, Table.JSON.createObjectNode().put("Name", "North"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String task(String subject) throws IOException {
        return salesforce
                .call("POST", DATA + "/sobjects/Task", "{\"Subject\":\"" + subject + "\"}")
                .body()
                .path("id")
                .asText();
    }

    private Answer query(String soql) throws IOException {
        return salesforce.get(DATA + "/queryAll?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8));
    }

    private Answer patch(String records) throws IOException {
        return salesforce.call(
                "PATCH", DATA + "/composite/sobjects", "{\"allOrNone\":false,\"records\":" + records + "}");
    }

    private static String change(String object, String id, String field, String value) {
        return "{\"attributes\":{\"type\":\"" + object + "\"},\"id\":\"" + id + "\",\"" + field + "\":\"" + value
                + "\"}";
    }

    private String signIn(String secret) throws IOException {
        return new Caller(salesforce.base())
                .call(
                        "POST",
                        "/services/oauth2/token",
                        "grant_type=client_credentials&client_id=demo&client_secret=" + secret)
                .body()
                .path("access_token")
                .asText();
    }

    private static String code(Answer answer) {
        return answer.body().at("/0/errorCode").asText();
    }

    @Test
    void refusesAWrongSecret() throws IOException {
        assertThat(signIn("wrong")).isEmpty();
        assertThat(signIn("demo")).isNotEmpty();
    }

    @Test
    void refusesASessionThatEnded() throws IOException {
        Caller application = new Caller(salesforce.base(), "Authorization", "Bearer " + signIn("demo"));
        assertThat(application.get(DATA + "/sobjects/Division/" + DIVISION).status())
                .isEqualTo(200);

        sandbox.salesforce().endSessions();

        Answer answer = application.get(DATA + "/sobjects/Division/" + DIVISION);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("INVALID_SESSION_ID");
    }

    @Test
    void findsTasksFromAStampOn_oldestChangeFirst() throws IOException {
        task("old");
        clock.pass(Duration.ofSeconds(10));
        task("edge");
        clock.pass(Duration.ofSeconds(10));
        task("new");

        JsonNode found = query("SELECT Id, Subject FROM Task WHERE SystemModstamp >= 2026-01-05T08:00:10.000Z"
                        + " ORDER BY SystemModstamp, Id")
                .body();

        assertThat(found.path("records"))
                .extracting(r -> r.path("Subject").asText())
                .containsExactly("edge", "new");
        assertThat(found.path("done").asBoolean()).isTrue();
    }

    @Test
    void narrowsByBothConditions() throws IOException {
        String old = task("old");
        clock.pass(Duration.ofSeconds(10));
        String recent = task("new");

        JsonNode found = query("SELECT Id FROM Task WHERE Id IN ('" + old + "','" + recent
                        + "') AND SystemModstamp >= 2026-01-05T08:00:05Z")
                .body();

        assertThat(found.path("records")).extracting(r -> r.path("Id").asText()).containsExactly(recent);
    }

    @Test
    void pagesByLocator_thatIsGoodOnce() throws IOException {
        sandbox.salesforce().pageSize(2);
        for (int i = 0; i < 3; i++) {
            task("t" + i);
        }

        JsonNode first =
                query("SELECT Id FROM Task ORDER BY SystemModstamp, Id").body();
        String next = first.path("nextRecordsUrl").asText();

        assertThat(first.path("records")).hasSize(2);
        assertThat(salesforce.get(next).body().path("records")).hasSize(1);
        assertThat(code(salesforce.get(next))).isEqualTo("INVALID_QUERY_LOCATOR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT Id FROM Nothing | INVALID_TYPE",
                "SELECT Id, Nope FROM Task | INVALID_FIELD",
                "SELECT IsDeleted FROM Division | INVALID_FIELD",
                "SELECT Id FROM Task ORDER BY Nope | INVALID_FIELD",
                "SELECT FROM Task | MALFORMED_QUERY",
                "SELECT Id FROM Task WHERE Subject LIKE 'a' | MALFORMED_QUERY",
                "SELECT Id FROM Task WHERE Id IN () | MALFORMED_QUERY",
                "SELECT Id FROM Task WHERE SystemModstamp >= yesterday | MALFORMED_QUERY"
            })
    void saysWhatIsWrongWithAQuery(String soql, String code) throws IOException {
        Answer answer = query(soql);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(code);
    }

    @Test
    void knowsNoDivision_whenDivisionsAreOff() throws IOException {
        sandbox.salesforce().divisions(false);

        assertThat(code(query("SELECT Id FROM Division"))).isEqualTo("INVALID_TYPE");
        assertThat(patch("[" + change("Division", DIVISION, "Name", "x") + "]")
                        .body()
                        .at("/0/errors/0/statusCode")
                        .asText())
                .isEqualTo("INVALID_TYPE");
    }

    @Test
    void answersEachRecordInOrder_whenSomeFail() throws IOException {
        String id = task("a");

        JsonNode results = patch("[" + change("Division", DIVISION, "Name", "n".repeat(81)) + ","
                        + change("Task", id, "IsClosed", "true") + ","
                        + change("Task", "00T000000000000000", "Subject", "x") + ","
                        + change("Task", id, "Subject", "b") + "]")
                .body();

        assertThat(results)
                .extracting(r -> r.at("/errors/0/statusCode").asText())
                .containsExactly(
                        "STRING_TOO_LONG", "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_CROSS_REFERENCE_KEY", "");
        assertThat(results.at("/3/success").asBoolean()).isTrue();
    }

    @Test
    void keepsADeletedTaskInQueryAll_butRefusesItsUpdate() throws IOException {
        String id = task("a");
        assertThat(salesforce.call("DELETE", DATA + "/sobjects/Task/" + id, "").status())
                .isEqualTo(204);

        assertThat(query("SELECT Id, IsDeleted FROM Task")
                        .body()
                        .at("/records/0/IsDeleted")
                        .asBoolean())
                .isTrue();
        assertThat(patch("[" + change("Task", id, "Subject", "x") + "]")
                        .body()
                        .at("/0/errors/0/statusCode")
                        .asText())
                .isEqualTo("ENTITY_IS_DELETED");
    }

    @Test
    void refusesToDeleteADivision() throws IOException {
        assertThat(salesforce
                        .call("DELETE", DATA + "/sobjects/Division/" + DIVISION, "")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void findsARecordByIdsOf15Characters() throws IOException {
        String id = DIVISION.substring(0, 15);

        assertThat(salesforce.get(DATA + "/sobjects/Division/" + id).status()).isEqualTo(200);
        assertThat(query("SELECT Id FROM Division WHERE Id IN ('" + id + "')")
                        .body()
                        .at("/records/0/Id")
                        .asText())
                .isEqualTo(DIVISION);
    }

    @Test
    void refusesWith403_whenTheDaysLimitIsUsedUp() throws IOException {
        sandbox.salesforce().faults().set(InjectedFaults.Kind.TOO_MANY, 1, ".*");

        Answer answer = query("SELECT Id FROM Task");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(code(answer)).isEqualTo("REQUEST_LIMIT_EXCEEDED");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void saysHowMuchOfTheLimitIsUsed() throws IOException {
        query("SELECT Id FROM Task");

        assertThat(query("SELECT Id FROM Task").headers().firstValue("Sforce-Limit-Info"))
                .hasValue("api-usage=2/15000");
    }
}
