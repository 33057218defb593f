package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/** A user's addresses and organizations, which plain updates don't change as one would think. */
final class ZendeskUsers {

    private static final int PAGE = 100;

    private final ZendeskSim zendesk;
    private final Map<String, String> ownerOf = new HashMap<>();
    private long indexedAt = -1;

    ZendeskUsers(ZendeskSim zendesk) {
        this.zendesk = zendesk;
    }

    /** Makes identities and memberships of a new user's email and organization. */
    void prepare(ObjectNode user) {
        user.put("active", true);
        ArrayNode identities = user.putArray("_identities");
        ArrayNode memberships = user.putArray("_memberships");
        if (user.hasNonNull("email")) {
            addIdentity(identities, user, user.path("email").asText(), true);
        }
        if (user.hasNonNull("organization_id")) {
            addMembership(memberships, user, user.path("organization_id").asLong(), true);
        }
    }

    private ObjectNode addIdentity(ArrayNode identities, ObjectNode user, String value, boolean primary) {
        return identities
                .addObject()
                .put("id", zendesk.nextId())
                .put("user_id", user.path("id").asLong())
                .put("type", "email")
                .put("value", value)
                .put("verified", true)
                .put("primary", primary);
    }

    private ObjectNode addMembership(ArrayNode memberships, ObjectNode user, long organization, boolean isDefault) {
        return memberships
                .addObject()
                .put("id", zendesk.nextId())
                .put("user_id", user.path("id").asLong())
                .put("organization_id", organization)
                .put("default", isDefault);
    }

    boolean taken(String email, String exceptUser) {
        Table users = zendesk.tables.get("users");
        if (indexedAt != users.last()) {
            ownerOf.clear();
            users.ids().forEach(id -> users.get(id)
                    .orElseThrow()
                    .json()
                    .path("_identities")
                    .forEach(identity ->
                            ownerOf.put(identity.path("value").asText().toLowerCase(Locale.ROOT), id)));
            indexedAt = users.last();
        }
        String owner = ownerOf.get(email.strip().toLowerCase(Locale.ROOT));
        return owner != null && !owner.equals(exceptUser);
    }

    /** What {@code PUT user} makes of email and organization: a second address, and no other organizations. */
    void change(ObjectNode user, ObjectNode changes) {
        if (changes.has("email")) {
            if (changes.hasNonNull("email") && user.hasNonNull("email")) {
                addIdentity(
                        (ArrayNode) user.path("_identities"),
                        user,
                        changes.path("email").asText(),
                        false);
                changes.remove("email");
            } else if (changes.hasNonNull("email")) {
                addIdentity(
                        (ArrayNode) user.path("_identities"),
                        user,
                        changes.path("email").asText(),
                        true);
            } else {
                user.putArray("_identities");
            }
        }
        if (changes.has("organization_id")) {
            ArrayNode memberships = user.putArray("_memberships");
            if (changes.hasNonNull("organization_id")) {
                addMembership(memberships, user, changes.path("organization_id").asLong(), true);
            }
        }
    }

    Http.Reply addMembership(JsonNode draft) {
        Table.Row row =
                zendesk.tables.get("users").get(draft.path("user_id").asText()).orElse(null);
        if (row == null
                || zendesk.tables
                        .get("organizations")
                        .get(draft.path("organization_id").asText())
                        .isEmpty()) {
            return ZendeskSim.error(404, "RecordNotFound", "Not found");
        }
        ObjectNode user = row.json();
        for (JsonNode membership : user.path("_memberships")) {
            if (membership
                    .path("organization_id")
                    .asText()
                    .equals(draft.path("organization_id").asText())) {
                return ZendeskSim.invalid("organization_id", "Organization: has already been taken");
            }
        }
        ObjectNode added = addMembership(
                (ArrayNode) user.path("_memberships"),
                user,
                draft.path("organization_id").asLong(),
                false);
        zendesk.store("users", row.id(), user);
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("organization_membership", added);
        return Http.Reply.json(201, body);
    }

    Http.Reply part(Table.Row row, Matcher address, Http.Request request) {
        String part = address.group(3);
        boolean identities = part.equals("identities");
        if (!identities && !part.equals("organization_memberships")) {
            return ZendeskSim.error(404, "InvalidEndpoint", "Not found");
        }
        ObjectNode user = row.json();
        ArrayNode list = (ArrayNode) user.path(identities ? "_identities" : "_memberships");
        if (address.group(4) == null) {
            return request.method().equals("POST")
                    ? newIdentity(row, user, list, request.json().path("identity"))
                    : page(part, list, request);
        }
        if (request.method().equals("DELETE")) {
            return remove(row, user, list, address.group(4));
        }
        return prefer(row, user, list, address.group(4), identities);
    }

    /** The default or primary one first, whatever their number; 100 a page, linked by an address that names another host. */
    private static Http.Reply page(String part, ArrayNode list, Http.Request request) {
        int page = request.number("page", 1);
        List<JsonNode> rows = new ArrayList<>();
        list.forEach(rows::add);
        rows.sort(Comparator.comparing(
                row -> !row.path("default").asBoolean(row.path("primary").asBoolean())));
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode shown = body.putArray(part);
        rows.stream().skip((page - 1L) * PAGE).limit(PAGE).forEach(shown::add);
        boolean more = rows.size() > page * PAGE;
        body.put("next_page", more ? ZendeskExports.ELSEWHERE + request.path() + "?page=" + (page + 1) : null);
        return Http.Reply.json(200, body.put("count", list.size()));
    }

    private static Http.Reply listed(String part, ArrayNode list) {
        ObjectNode body = Table.JSON.createObjectNode();
        body.set(part, list);
        return Http.Reply.json(200, body.put("count", list.size()));
    }

    private Http.Reply newIdentity(Table.Row row, ObjectNode user, ArrayNode identities, JsonNode draft) {
        String value = draft.path("value").asText().strip().toLowerCase(Locale.ROOT);
        if (!value.matches("[^@\\s]+@[^@\\s]+")) {
            return ZendeskSim.invalid("value", "Email is not properly formatted");
        }
        if (taken(value, "")) {
            return ZendeskSim.invalid("value", "Email: is already being used by another user");
        }
        ObjectNode added = addIdentity(identities, user, value, identities.isEmpty());
        zendesk.store("users", row.id(), user);
        ObjectNode body = Table.JSON.createObjectNode();
        body.set("identity", added);
        return Http.Reply.json(201, body);
    }

    private Http.Reply remove(Table.Row row, ObjectNode user, ArrayNode list, String id) {
        for (Iterator<JsonNode> rows = list.iterator(); rows.hasNext(); ) {
            if (rows.next().path("id").asText().equals(id)) {
                rows.remove();
                zendesk.store("users", row.id(), user);
                return Http.Reply.none(204);
            }
        }
        return ZendeskSim.error(404, "RecordNotFound", "Not found");
    }

    private Http.Reply prefer(Table.Row row, ObjectNode user, ArrayNode list, String id, boolean identities) {
        String flag = identities ? "primary" : "default";
        ObjectNode chosen = null;
        for (JsonNode entry : list) {
            if (entry.path("id").asText().equals(id)) {
                chosen = (ObjectNode) entry;
            }
        }
        if (chosen == null) {
            return ZendeskSim.error(404, "RecordNotFound", "Not found");
        }
        for (JsonNode entry : list) {
            ((ObjectNode) entry).put(flag, entry == chosen);
        }
        if (identities) {
            user.set("email", chosen.get("value"));
        } else {
            user.set("organization_id", chosen.get("organization_id"));
        }
        zendesk.store("users", row.id(), user);
        return listed(identities ? "identities" : "organization_memberships", list);
    }
}
