package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.record.SyncRecord;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.system.Access;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** config/systems/powerofficego.yaml, the contact persons of sites without v1. */
class PowerOfficeContactsV2DescriptorTest extends DescriptorContract {

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.powerofficego();
    }

    @Override
    Map<String, String> more() {
        return Map.of("powerofficego.contactperson-api", "v2");
    }

    private void contact() {
        person.powerOffice(
                "POST",
                "_sandbox/contacts",
                "{\"id\":77,\"partyId\":7,\"emailAddress\":\"a@example.com\",\"firstName\":\"a\"}");
        calls.clear();
    }

    @Test
    void fetchesPageByPage_underTheNamesOfTheFlows() {
        contact();
        SyncRecord found =
                fetched("contactperson", null, "emailAddress", "partyId").get("77");
        assertThat(found.key()).hasToString("powerofficego/contactperson/77");
        assertThat(found.values().get("emailAddress").asText()).isEqualTo("a@example.com");
        assertThat(found.values().get("partyId").asInt()).isEqualTo(7);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .startsWith("GET /v2/ContactPersons?")
                .contains("PageNumber=1")
                .doesNotContain("lastChangedDateTimeOffsetGreaterThan")
                .contains("PageSize=5000")
                .contains("OrderBy=Id");
        assertThat(lines().get(1)).contains("PageNumber=2");
        calls.clear();
        fetched("contactperson", watermark, "emailAddress");
        assertThat(lines()).hasSize(1).noneMatch(line -> line.contains("=1970"));
    }

    @Test
    void readsEachAlone_andLeavesOutWhatIsNotThere() {
        contact();
        SyncRecord seen = fetched("contactperson", null, "partyId").get("77");
        SyncRecord vanished = new SyncRecord(
                seen.key().entity().record("404"), seen.values(), seen.modified(), seen.token(), seen.presence());
        calls.clear();
        Reading reading = entity("contactperson").readMany(List.of(seen, vanished), Set.of("firstName"));
        assertThat(reading.found()).containsOnlyKeys("77");
        assertThat(reading.gone()).containsExactly("404");
        assertThat(lines()).containsExactly("GET /v2/ContactPersons/7/77", "GET /v2/ContactPersons/7/404");
    }

    @Test
    void patchesAtTheParty_testingWhatWasSeen() {
        contact();
        SyncRecord seen = fetched("contactperson", null, "firstName", "partyId").get("77");
        calls.clear();
        WriteResult.Written written = written(update("contactperson", seen, text("firstName", "new")));
        assertThat(lines()).containsExactly("PATCH /v2/ContactPersons/7/77");
        assertThat(body("PATCH"))
                .containsExactly(
                        json("{\"op\":\"test\",\"path\":\"/FirstName\",\"value\":\"a\"}"),
                        json("{\"op\":\"replace\",\"path\":\"/FirstName\",\"value\":\"new\"}"));
        assertThat(written.answered()).isTrue();
        assertThat(update("contactperson", seen, text("firstName", "late"))).isInstanceOf(WriteResult.Stale.class);
    }

    /** It may have moved to another party; the next list shows it there. */
    @Test
    void aContactThatIsNotAtItsPartyAnyMore_isNotTakenForGone_byTheAnswerToAWrite() {
        contact();
        SyncRecord seen = fetched("contactperson", null, "firstName", "partyId").get("77");
        person.powerOffice("POST", "_sandbox/contacts", "{\"id\":77,\"partyId\":8,\"firstName\":\"a\"}");
        assertThat(update("contactperson", seen, text("firstName", "new")))
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isNotEqualTo(Refusal.Kind.GONE));
    }

    @Test
    void deletesAtTheParty_andLooksWhetherItIsDone() {
        contact();
        SyncRecord seen = fetched("contactperson", null, "firstName", "partyId").get("77");
        calls.clear();
        assertThat(entity("contactperson").write(List.of(new Write.Delete(seen)), Set.of("firstName", "partyId")))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);
        assertThat(lines())
                .containsExactly(
                        "GET /v2/ContactPersons/7/77", "DELETE /v2/ContactPersons/7/77", "GET /v2/ContactPersons/7/77");
    }

    @Test
    void saysThatThePartyCannotBeWritten() {
        assertThat(entity("contactperson").facts().properties().get("partyId").access())
                .isEqualTo(Access.READ_ONLY);
        assertThat(entity("contactperson").facts().needed()).contains("partyId");
    }
}
