package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.TestClock;
import io.tandem.sandbox.Caller.Answer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PowerOfficeSimTest {

    private static final String CONTACTS = "/v1/PartyContactPerson/?$orderby=Id";

    private final TestClock clock = new TestClock();
    private Sandbox sandbox;
    private Caller person;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.empty(clock));
        person = new Caller(
                sandbox.powerofficego().url(),
                "Authorization",
                "Bearer demo",
                "Content-Type",
                "application/json-patch+json");
        person.call("POST", "/_sandbox/customers", "{\"Id\":1,\"Name\":\"Mill\",\"IsPerson\":false}");
        person.call("POST", "/_sandbox/customers", "{\"Id\":2,\"EmailAddress\":\"a@example.com\",\"IsPerson\":true}");
        person.call("POST", "/_sandbox/suppliers", "{\"Id\":9,\"Name\":\"Wool\"}");
        person.call(
                "POST",
                "/_sandbox/contacts",
                "{\"id\":77,\"partyId\":1,\"partyCustomerCode\":1,\"emailAddress\":\"c@example.com\",\"firstName\":\"C\"}");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String signIn() throws IOException {
        Caller client = new Caller(person.base(), "Authorization", "Basic ZGVtbzpkZW1v");
        Answer answer = client.call("POST", "/OAuth/Token", "grant_type=client_credentials");
        assertThat(answer.body().path("expires_in").asInt()).isEqualTo(1200);
        return answer.body().path("access_token").asText();
    }

    private Caller application(String token) {
        return new Caller(person.base(), "Authorization", "Bearer " + token, "Ocp-Apim-Subscription-Key", "demo");
    }

    private Answer upsert(String party, String body) throws IOException {
        return person.call("POST", "/v1/" + party + "/Contact/", body);
    }

    private JsonNode contact() throws IOException {
        return person.get("/v1/PartyContactPerson/?$filter=(Id%20eq%2077)")
                .body()
                .at("/data/0");
    }

    @Test
    void refusesV2WithoutSubscriptionKey_butNotV1() throws IOException {
        Caller keyless = new Caller(person.base(), "Authorization", "Bearer " + signIn());

        assertThat(keyless.get("/v2/Customers").status()).isEqualTo(401);
        assertThat(keyless.get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void refusesATokenThatExpired() throws IOException {
        Caller application = application(signIn());
        assertThat(application.get("/v2/Customers").status()).isEqualTo(200);

        clock.pass(Duration.ofSeconds(1200));

        assertThat(application.get("/v2/Customers").status()).isEqualTo(401);
    }

    @Test
    void listsCustomersChangedLaterThan_notAt() throws IOException {
        String at = "/v2/Customers?lastChangedDateTimeOffsetGreaterThan=2026-01-05T0";

        assertThat(person.get(at + "8:00:00%2B00:00").status()).isEqualTo(204);
        assertThat(person.get(at + "7:59:59%2B00:00").body()).hasSize(2);
    }

    @Test
    void answers204_pastTheLastPage() throws IOException {
        assertThat(person.get("/v2/Customers?PageNumber=2&PageSize=1&OrderBy=Id")
                        .body()
                        .at("/0/Id")
                        .asInt())
                .isEqualTo(2);
        assertThat(person.get("/v2/Customers?PageNumber=3&PageSize=1&OrderBy=Id")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void writesNothing_whenTheTestOfAPatchFails() throws IOException {
        Answer answer = person.call("PATCH", "/v2/Customers/2", """
                [{"op":"test","path":"/EmailAddress","value":"other@example.com"},
                {"op":"replace","path":"/EmailAddress","value":"new@example.com"}]""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("Status").asInt()).isEqualTo(400);
        assertThat(person.get("/v2/Customers/2").body().path("EmailAddress").asText())
                .isEqualTo("a@example.com");
    }

    @Test
    void refusesAPatchThatIsNotSentAsOne() throws IOException {
        Caller plain = new Caller(person.base(), "Authorization", "Bearer demo", "Content-Type", "application/json");

        assertThat(plain.call("PATCH", "/v2/Customers/2", "[]").status()).isEqualTo(415);
        assertThat(plain.call("PATCH", "/v2/ContactPersons/1/77", "[]").status())
                .isEqualTo(415);
    }

    @Test
    void refusesToPatchWhatIsReadOnly() throws IOException {
        Answer answer = person.call("PATCH", "/v2/Customers/2", "[{\"op\":\"replace\",\"path\":\"/Id\",\"value\":5}]");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void printsV1StampsWithABlankBeforeTheOffset() throws IOException {
        assertThat(contact().path("lastChanged").asText()).isEqualTo("2026-01-05T08:00:00 +00:00");
    }

    @Test
    void pagesContactsBySkip_andCountsThemAll() throws IOException {
        person.call("POST", "/_sandbox/contacts", "{\"id\":78,\"partyId\":1}");

        JsonNode page = person.get(CONTACTS + "&$top=1&$skip=1").body();

        assertThat(page.path("count").asInt()).isEqualTo(2);
        assertThat(page.path("data")).extracting(c -> c.path("id").asInt()).containsExactly(78);
    }

    @Test
    void filtersContactsAtOrAfterAMoment() throws IOException {
        String filter = "/v1/PartyContactPerson/?$filter=(LastChanged%20ge%20datetimeoffset'2026-01-05T08:00:0";

        assertThat(person.get(filter + "0%2B00:00')").body().path("data")).hasSize(1);
        assertThat(person.get(filter + "1%2B00:00')").body().path("data")).isEmpty();
    }

    @Test
    void saysSuccessFalse_whenTheFilterIsNotUnderstood() throws IOException {
        Answer answer = person.get("/v1/PartyContactPerson/?$filter=Nonsense");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("success").asBoolean(true)).isFalse();
    }

    @Test
    void keepsFieldsThatAnUpsertLeavesOut() throws IOException {
        upsert("Customer/1", "{\"id\":77,\"emailAddress\":\"new@example.com\"}");

        assertThat(contact().path("emailAddress").asText()).isEqualTo("new@example.com");
        assertThat(contact().path("firstName").asText()).isEqualTo("C");
    }

    @Test
    void movesAContactToTheSupplierOfThePath() throws IOException {
        upsert("Supplier/9", "{\"id\":77}");

        assertThat(contact().path("partyId").asInt()).isEqualTo(9);
        assertThat(contact().path("partySupplierCode").asInt()).isEqualTo(9);
        assertThat(contact().path("partyCustomerCode").isMissingNode()).isTrue();
    }

    @Test
    void saysSuccessFalseWith200_whenThePartyIsUnknown() throws IOException {
        Answer answer = upsert("Customer/9", "{\"id\":77}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("success").asBoolean(true)).isFalse();
        assertThat(answer.body().at("/validation/summary").asText()).isNotEmpty();
        assertThat(contact().path("partyId").asInt()).isEqualTo(1);
    }

    @Test
    void showsTheSameContactInV2() throws IOException {
        Answer patched = person.call(
                "PATCH",
                "/v2/ContactPersons/1/77",
                "[{\"op\":\"replace\",\"path\":\"/EmailAddress\",\"value\":\"v2@example.com\"}]");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(contact().path("emailAddress").asText()).isEqualTo("v2@example.com");
        assertThat(person.get("/v2/ContactPersons?OrderBy=Id")
                        .body()
                        .at("/0/ContactId")
                        .asInt())
                .isEqualTo(1);
        assertThat(person.call("PATCH", "/v2/ContactPersons/2/77", "[]").status())
                .isEqualTo(404);
    }

    @Test
    void doesNotSayHowLongToWait_whenItIsTooMuch() throws IOException {
        sandbox.powerofficego().faults().set(InjectedFaults.Kind.TOO_MANY, 1, ".*");

        Answer answer = person.get("/v2/Customers");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(answer.body().path("message").asText()).contains("Try again in 1 seconds");
    }
}
