package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.record.Presence;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** config/systems/powerofficego.yaml, call by call: customers by v2, contact persons by v1. */
class PowerOfficeDescriptorTest extends DescriptorContract {

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.powerofficego();
    }

    private void customer(int id, String more) {
        person.powerOffice("POST", "_sandbox/customers", "{\"Id\":" + id + "," + more + "}");
        calls.clear();
    }

    private void contact(int id, String more) {
        person.powerOffice("POST", "_sandbox/contacts", "{\"id\":" + id + "," + more + "}");
        calls.clear();
    }

    @Test
    void signsInOnBothAddresses_andOnceMoreWhenTheTokensEnd() {
        customer(7, "\"IsPerson\":true");
        contact(77, "\"partyId\":7");
        sandbox.powerofficego().endSessions();
        fetched("customers-person", null, "EmailAddress");
        fetched("contactperson", null, "emailAddress");
        assertThat(lines()).contains("POST /OAuth/Token", "POST /v1/OAuth/Token");
    }

    @Test
    void fetchesCustomersPageByPage_andKeepsThePersons() {
        customer(7, "\"IsPerson\":true,\"EmailAddress\":\"seven@example.com\"");
        customer(8, "\"IsPerson\":false");
        Map<String, SyncRecord> found = fetched("customers-person", null, "EmailAddress");
        assertThat(found.get("7").presence()).isEqualTo(Presence.LIVE);
        assertThat(found.get("8").presence()).isEqualTo(Presence.LEFT);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .startsWith("GET /v2/Customers?")
                .doesNotContain("lastChangedDateTimeOffsetGreaterThan")
                .contains("PageNumber=1")
                .contains("PageSize=5000")
                .contains("OrderBy=Id");
        assertThat(lines().get(1)).contains("PageNumber=2");
        calls.clear();
        fetched("customers-person", watermark, "EmailAddress");
        assertThat(lines()).hasSize(1).noneMatch(line -> line.contains("=1970"));
    }

    @Test
    void readsEachCustomerAlone_andLeavesOutWhatIsNotThere() {
        customer(7, "\"IsPerson\":true,\"EmailAddress\":\"seven@example.com\"");
        assertThat(Direct.reads(entity("customers-person"), List.of("7", "404"), Set.of("EmailAddress")))
                .singleElement()
                .satisfies(record -> assertThat(record.key().id()).isEqualTo("7"));
        assertThat(lines()).containsExactly("GET /v2/Customers/7", "GET /v2/Customers/404");
    }

    @Test
    void deletesACustomer_andLooksWhetherItIsDone() {
        customer(7, "\"IsPerson\":true,\"EmailAddress\":\"seven@example.com\"");
        SyncRecord seen = read("customers-person", "7", "EmailAddress");
        calls.clear();
        assertThat(entity("customers-person").write(List.of(new Write.Delete(seen)), Set.of("EmailAddress")))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);
        assertThat(lines()).containsExactly("GET /v2/Customers/7", "DELETE /v2/Customers/7", "GET /v2/Customers/7");
    }

    @Test
    void patchesACustomer_testingWhatWasSeen() {
        customer(7, "\"IsPerson\":true,\"EmailAddress\":\"seven@example.com\",\"PhoneNumber\":null");
        SyncRecord seen = read("customers-person", "7", "EmailAddress", "PhoneNumber");
        calls.clear();
        Values changes = text("EmailAddress", "new@example.com").with(text("PhoneNumber", "5"));
        WriteResult.Written written = written(update("customers-person", seen, changes));
        assertThat(lines()).containsExactly("PATCH /v2/Customers/7");
        assertThat(body("PATCH"))
                .containsExactly(
                        json("{\"op\":\"test\",\"path\":\"/EmailAddress\",\"value\":\"seven@example.com\"}"),
                        json("{\"op\":\"replace\",\"path\":\"/EmailAddress\",\"value\":\"new@example.com\"}"),
                        json("{\"op\":\"test\",\"path\":\"/PhoneNumber\",\"value\":null}"),
                        json("{\"op\":\"replace\",\"path\":\"/PhoneNumber\",\"value\":\"5\"}"));
        assertThat(written.answered()).isTrue();
        assertThat(update("customers-person", seen, changes))
                .isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(
                                stale.fresh().values().get("PhoneNumber").asText())
                        .isEqualTo("5"));
    }

    @Test
    void clearsAProperty_withAnExplicitNull() {
        customer(7, "\"IsPerson\":true,\"PhoneNumber\":\"5\"");
        SyncRecord seen = read("customers-person", "7", "PhoneNumber");
        calls.clear();
        written(update("customers-person", seen, Values.of(Map.of("PhoneNumber", NullNode.instance))));
        assertThat(body("PATCH").get(1).get("value").isNull()).isTrue();
    }

    @Test
    void tellsACustomerThatIsGone_withoutItsValues() {
        customer(7, "\"IsPerson\":true,\"PhoneNumber\":\"5\"");
        SyncRecord seen = read("customers-person", "7", "PhoneNumber");
        person.powerOffice("DELETE", "v2/Customers/7", null);
        Refusal refusal = refusal(update("customers-person", seen, text("PhoneNumber", "secret-6")));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.GONE);
        assertThat(refusal.message()).doesNotContain("secret");
    }

    @Test
    void fetchesContactsBy1000_andFollowsTheCount() {
        for (int i = 1; i <= 1001; i++) {
            contact(i, "\"partyId\":7");
        }
        assertThat(fetched("contactperson", null, "emailAddress")).hasSize(1001);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .startsWith("GET /v1/PartyContactPerson/?")
                .doesNotContain("$filter")
                .contains("$orderby=Id")
                .contains("$top=1000")
                .contains("$skip=0");
        assertThat(lines().get(1)).contains("$skip=1000");
        calls.clear();
        fetched("contactperson", watermark, "emailAddress");
        assertThat(lines().get(0)).doesNotContain("'1970");
    }

    @Test
    void readsAContactByFilter() {
        contact(77, "\"partyId\":7,\"emailAddress\":\"a@example.com\"");
        assertThat(read("contactperson", "77", "emailAddress")
                        .values()
                        .get("emailAddress")
                        .asText())
                .isEqualTo("a@example.com");
        assertThat(lines()).containsExactly("GET /v1/PartyContactPerson/?$filter=(Id eq 77)");
    }

    @Test
    void writesAContactAtItsCustomer_afterALook_keepingWhatIsLeftOut() {
        customer(7, "\"IsPerson\":false");
        contact(77, "\"partyId\":7,\"partyCustomerCode\":7,\"firstName\":\"a\",\"lastName\":\"b\"");
        SyncRecord seen = read("contactperson", "77", "firstName", "partyId", "partyCustomerCode", "partySupplierCode");
        calls.clear();
        WriteResult.Written written = written(update("contactperson", seen, text("firstName", "new")));
        assertThat(lines())
                .containsExactly("GET /v1/PartyContactPerson/?$filter=(Id eq 77)", "POST /v1/Customer/7/Contact/");
        assertThat(body("POST")).isEqualTo(json("{\"id\":77,\"firstName\":\"new\"}"));
        assertThat(written.answered()).isTrue();
        assertThat(read("contactperson", "77", "lastName")
                        .values()
                        .get("lastName")
                        .asText())
                .isEqualTo("b");
    }

    @Test
    void writesAContactAtItsSupplier_whenThePartyIsOneOnly() {
        person.powerOffice("POST", "_sandbox/suppliers", "{\"Id\":9}");
        contact(77, "\"partyId\":9,\"partySupplierCode\":9,\"firstName\":\"a\"");
        SyncRecord seen = read("contactperson", "77", "firstName", "partyId", "partyCustomerCode", "partySupplierCode");
        calls.clear();
        written(update("contactperson", seen, text("firstName", "new")));
        assertThat(lines()).contains("POST /v1/Supplier/9/Contact/");
    }

    @Test
    void movesAContactToAnotherParty_asACustomerFirst_thenAsASupplier() {
        customer(7, "\"IsPerson\":false");
        person.powerOffice("POST", "_sandbox/suppliers", "{\"Id\":9}");
        contact(77, "\"partyId\":7,\"partyCustomerCode\":7");
        SyncRecord seen = read("contactperson", "77", "partyId", "partyCustomerCode", "partySupplierCode");
        calls.clear();
        Values changes = Values.of(Map.of("partyId", DecimalNode.valueOf(BigDecimal.valueOf(9))));
        WriteResult.Written written = written(update("contactperson", seen, changes));
        assertThat(lines()).containsSubsequence("POST /v1/Customer/9/Contact/", "POST /v1/Supplier/9/Contact/");
        assertThat(calls.stream().filter(call -> call.line().startsWith("POST")))
                .allMatch(call -> call.body().equals(json("{\"id\":77}")));
        assertThat(written.record().values().get("partyId").asInt()).isEqualTo(9);
    }

    @Test
    void readsTheErrorThatComesWith200() {
        customer(7, "\"IsPerson\":false");
        contact(77, "\"partyId\":7,\"partyCustomerCode\":7,\"firstName\":\"a\"");
        SyncRecord seen = read("contactperson", "77", "partyId", "partyCustomerCode", "partySupplierCode");
        Values nowhere = Values.of(Map.of("partyId", DecimalNode.valueOf(BigDecimal.valueOf(404))));
        Refusal refusal = refusal(update("contactperson", seen, nowhere));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal.message()).contains("was not found");
    }

    @Test
    void waitsAsLongAsTheBodyOfA429Says() {
        customer(7, "\"IsPerson\":true");
        system().faults().set(InjectedFaults.Kind.TOO_MANY, 1, ".*");
        assertThat(fetched("customers-person", null, "EmailAddress")).hasSize(1);
        assertThat(lines()).hasSize(3);
    }

    @Test
    void refusedKeysStopTheSystem() {
        system().faults().set(InjectedFaults.Kind.REFUSED, 10, ".*");
        assertThatThrownBy(() -> fetched("contactperson", null, "emailAddress"))
                .isInstanceOf(SystemException.CredentialsRefused.class);
    }
}
