package io.tandem.sandbox;

import java.util.List;
import java.util.regex.Pattern;

/** The calls that a vendor has, as {@code GET /records/{id}}: a simulator refuses every other one, as the vendor does. */
record VendorCalls(List<String> lines) {

    static final VendorCalls ZENDESK = VendorCalls.of(
            "GET /api/v2/incremental/tickets/cursor.json",
            "GET /api/v2/incremental/users/cursor.json",
            "GET /api/v2/incremental/organizations.json",
            "GET /api/v2/incremental/ticket_events.json",
            "GET /api/v2/tickets/show_many.json",
            "GET /api/v2/users/show_many.json",
            "GET /api/v2/organizations/show_many.json",
            "PUT /api/v2/tickets/update_many.json",
            "PUT /api/v2/users/update_many.json",
            "PUT /api/v2/organizations/update_many.json",
            "GET /api/v2/job_statuses/{id}.json",
            "POST /api/v2/tickets.json",
            "GET /api/v2/tickets/{id}.json",
            "PUT /api/v2/tickets/{id}.json",
            "DELETE /api/v2/tickets/{id}.json",
            "PUT /api/v2/deleted_tickets/{id}/restore.json",
            "DELETE /api/v2/deleted_tickets/{id}.json",
            "POST /api/v2/users.json",
            "GET /api/v2/users/{id}.json",
            "PUT /api/v2/users/{id}.json",
            "DELETE /api/v2/users/{id}.json",
            "GET /api/v2/users/{id}/identities.json",
            "POST /api/v2/users/{id}/identities.json",
            "PUT /api/v2/users/{id}/identities/{identity_id}/make_primary.json",
            "DELETE /api/v2/users/{id}/identities/{identity_id}.json",
            "GET /api/v2/users/{id}/organization_memberships.json",
            "POST /api/v2/organization_memberships.json",
            "PUT /api/v2/users/{id}/organization_memberships/{membership_id}/make_default.json",
            "POST /api/v2/organizations.json",
            "GET /api/v2/organizations/{id}.json",
            "PUT /api/v2/organizations/{id}.json",
            "DELETE /api/v2/organizations/{id}.json");

    static final VendorCalls SALESFORCE = VendorCalls.of(
            "POST /services/oauth2/token",
            "GET /services/data/{version}/queryAll",
            "GET /services/data/{version}/query/{locator}",
            "PATCH /services/data/{version}/composite/sobjects",
            "POST /services/data/{version}/sobjects/{object}",
            "GET /services/data/{version}/sobjects/{object}/{id}",
            "PATCH /services/data/{version}/sobjects/{object}/{id}",
            "DELETE /services/data/{version}/sobjects/{object}/{id}");

    /** v1's calls stand below {@code /v1}; the vendor has a host of its own for them. */
    static final VendorCalls POWEROFFICE = VendorCalls.of(
            "POST /OAuth/Token",
            "GET /v2/Customers",
            "GET /v2/Customers/{id}",
            "PATCH /v2/Customers/{id}",
            "DELETE /v2/Customers/{id}",
            "GET /v2/ContactPersons",
            "GET /v2/ContactPersons/{contactId}/{id}",
            "PATCH /v2/ContactPersons/{contactId}/{id}",
            "DELETE /v2/ContactPersons/{contactId}/{id}",
            "POST /v1/OAuth/Token",
            "GET /v1/PartyContactPerson/",
            "POST /v1/Customer/{partyId}/Contact/",
            "POST /v1/Supplier/{partyId}/Contact/");

    static final VendorCalls CUSTOMPMS = VendorCalls.of(
            "GET /api/v1/{collection}",
            "POST /api/v1/{collection}",
            "POST /api/v1/{collection}/batch",
            "GET /api/v1/{collection}/{id}",
            "PATCH /api/v1/{collection}/{id}",
            "DELETE /api/v1/{collection}/{id}");

    /** The general API of systems that are known from documents alone. */
    static final VendorCalls IMPORTED = VendorCalls.of(
            "GET /{system}/{entity}",
            "POST /{system}/{entity}",
            "POST /{system}/{entity}/batch",
            "GET /{system}/{entity}/{id}",
            "PATCH /{system}/{entity}/{id}",
            "DELETE /{system}/{entity}/{id}");

    static VendorCalls of(String... lines) {
        return new VendorCalls(List.of(lines));
    }

    boolean hasPath(String path) {
        return lines.stream().anyMatch(line -> fits(line, path));
    }

    boolean has(String method, String path) {
        return lines.stream().anyMatch(line -> line.startsWith(method + " ") && fits(line, path));
    }

    /** A place in braces stands for one segment of the path, or a part of it. */
    private static boolean fits(String line, String path) {
        String template = line.substring(line.indexOf(' ') + 1);
        return path.matches(Pattern.quote(template).replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q"));
    }
}
