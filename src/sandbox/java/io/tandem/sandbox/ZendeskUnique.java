package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** What no two records may share: an organization's name, a user's address. */
final class ZendeskUnique {

    private final ZendeskSim zendesk;
    private final ZendeskUsers users;

    ZendeskUnique(ZendeskSim zendesk, ZendeskUsers users) {
        this.zendesk = zendesk;
        this.users = users;
    }

    /** The refusal of a draft whose value another record has; null if it may be written. */
    Http.Reply refusal(String kind, JsonNode draft, String exceptId) {
        if (kind.equals("organizations") && draft.hasNonNull("name")) {
            return isNamed(draft.path("name").asText(), exceptId)
                    ? ZendeskSim.invalid("name", "Name: has already been taken")
                    : null;
        }
        boolean taken = kind.equals("users")
                && draft.hasNonNull("email")
                && users.taken(draft.path("email").asText(), exceptId);
        return taken ? ZendeskSim.invalid("email", "Email: is already being used by another user") : null;
    }

    private boolean isNamed(String name, String exceptId) {
        Table organizations = zendesk.tables.get("organizations");
        return organizations.ids().stream()
                .filter(id -> !id.equals(exceptId))
                .flatMap(id -> organizations.get(id).stream())
                .anyMatch(row -> row.json().path("name").asText().equalsIgnoreCase(name));
    }
}
