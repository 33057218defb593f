package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.record.SyncRecord;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** config/systems/zendesk.yaml, where a site has the former address removed. */
class ZendeskOldEmailDescriptorTest extends DescriptorContract {

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.zendesk();
    }

    @Override
    Map<String, String> more() {
        return Map.of("zendesk.old-email", "remove");
    }

    @Test
    void removesTheFormerAddress_onceTheNewOneIsPrimary() {
        String id = person.zendesk(
                        "POST", "users.json", "{\"user\":{\"name\":\"a user\",\"email\":\"one@example.com\"}}")
                .path("user")
                .path("id")
                .asText();
        SyncRecord seen = read("users", id, "email");
        calls.clear();
        written(update("users", seen, text("email", "two@example.com")));
        assertThat(lines().get(2)).contains("make_primary");
        assertThat(lines().get(3)).matches("DELETE /api/v2/users/" + id + "/identities/\\d+.json");
        assertThat(person.zendesk("GET", "users/" + id + "/identities.json", null)
                        .path("identities"))
                .singleElement()
                .satisfies(
                        identity -> assertThat(identity.path("value").asText()).isEqualTo("two@example.com"));
    }
}
