package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.kit.TestClock;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {

    @TempDir
    Path folder;

    private Sandbox sandbox = started();

    private static Sandbox started() {
        return Sandbox.start(new SandboxOptions(1_200, 2_000, 5_000, false, null, new TestClock()));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static List<ObjectNode> all(Table table, Predicate<ObjectNode> wanted) {
        return table.ids().stream()
                .map(id -> table.get(id).orElseThrow().json())
                .filter(wanted)
                .toList();
    }

    private List<ObjectNode> users(Predicate<ObjectNode> wanted) {
        return all(sandbox.zendesk().tables.get("users"), wanted);
    }

    /** How many contact persons have the address of a user, by the user's id. */
    private Map<String, Long> contactsOfUsers() {
        Map<String, Long> byEmail = new HashMap<>();
        all(sandbox.powerofficego().contacts, c -> true)
                .forEach(c ->
                        byEmail.merge(c.path("emailAddress").asText().strip().toLowerCase(Locale.ROOT), 1L, Long::sum));
        Map<String, Long> found = new HashMap<>();
        users(u -> u.hasNonNull("email"))
                .forEach(u -> found.put(
                        u.path("id").asText(),
                        byEmail.getOrDefault(u.path("email").asText(), 0L)));
        return found;
    }

    @Test
    void hasTheDemandedNumbers() {
        assertThat(sandbox.zendesk().tables.get("users").size()).isEqualTo(1_200);
        assertThat(sandbox.zendesk().tables.get("organizations").size()).isEqualTo(200);
        assertThat(sandbox.zendesk().tables.get("tickets").size()).isEqualTo(2_000);
        assertThat(sandbox.zendesk().tables.get("events").size()).isEqualTo(5_000);
        assertThat(sandbox.salesforce().tables.get("Division").size()).isEqualTo(20);
        assertThat(sandbox.salesforce().tables.get("Organization").size()).isEqualTo(1);
        assertThat(sandbox.salesforce().tables.get("Task").size()).isEqualTo(1_000);
        assertThat(sandbox.custompms().collection("customers").size()).isZero();
    }

    @Test
    void hasUsersWithOneContact_withTwo_andWithNone() {
        assertThat(contactsOfUsers().values()).contains(0L, 1L, 2L).allMatch(n -> n <= 2);
    }

    @Test
    void hasEmailsInOtherCase_andWithOuterBlanks() {
        assertThat(all(sandbox.powerofficego().contacts, c -> true))
                .extracting(c -> c.path("emailAddress").asText())
                .anyMatch(email -> !email.equals(email.toLowerCase(Locale.ROOT)))
                .anyMatch(email -> !email.equals(email.strip()));
    }

    @Test
    void hasUsersWithoutEmail_deletedOnes_andSuspendedOnes() {
        assertThat(users(u -> u.path("email").isNull())).isNotEmpty();
        assertThat(users(u -> !u.path("active").asBoolean())).isNotEmpty();
        assertThat(users(
                        u -> u.path("suspended").asBoolean() && u.path("active").asBoolean()))
                .isNotEmpty();
    }

    @Test
    void hasTicketsThatAreClosed_deleted_andScrubbed() {
        assertThat(all(sandbox.zendesk().tables.get("tickets"), t -> true))
                .extracting(t -> t.path("status").asText() + " "
                        + t.path("subject").asText().startsWith("SCRUBBED"))
                .contains("closed false", "deleted false", "deleted true")
                .doesNotContain("open true", "closed true");
    }

    @Test
    void hasAPartyOfTheRightKindForEachContact() {
        assertThat(all(sandbox.powerofficego().contacts, c -> true)).allSatisfy(contact -> {
            boolean ofSupplier = contact.hasNonNull("partySupplierCode");
            assertThat(contact.hasNonNull("partyCustomerCode")).isNotEqualTo(ofSupplier);
            Table parties = ofSupplier ? sandbox.powerofficego().suppliers : sandbox.powerofficego().customers;
            Table.Row party = parties.get(contact.path("partyId").asText()).orElseThrow();
            assertThat(party.json().path("IsPerson").asBoolean()).isFalse();
        });
    }

    @Test
    void isTheSameEachTime() {
        try (Sandbox again = started()) {
            assertThat(all(again.powerofficego().contacts, c -> true))
                    .containsExactlyInAnyOrderElementsOf(all(sandbox.powerofficego().contacts, c -> true));
        }
    }

    @Test
    void goesOnWhereItEnded_whenItHasAFolder() {
        SandboxOptions kept = new SandboxOptions(10, 10, 10, false, folder, Clock.systemUTC());
        try (Sandbox first = Sandbox.start(kept)) {
            first.powerofficego().customers.vanish("1");
            first.zendesk().store("tickets", "3", Table.JSON.createObjectNode().put("subject", "edited"));
        }

        try (Sandbox second = Sandbox.start(kept)) {
            assertThat(second.powerofficego().customers.get("1")).isEmpty();
            assertThat(second.zendesk()
                            .tables
                            .get("tickets")
                            .get("3")
                            .orElseThrow()
                            .json()
                            .path("subject")
                            .asText())
                    .isEqualTo("edited");
        }
    }
}
