package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Which fields the objects have, which of them can't be written, and how long they may be. */
final class SalesforceFields {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Task",
                    Set.of(
                            "Id",
                            "SystemModstamp",
                            "IsDeleted",
                            "CreatedDate",
                            "Subject",
                            "Status",
                            "Priority",
                            "ActivityDate",
                            "Description",
                            "WhoId",
                            "WhatId",
                            "OwnerId",
                            "IsClosed",
                            "AccountId",
                            "CompletedDateTime"),
            "Division", Set.of("Id", "SystemModstamp", "Name", "IsActive", "SortOrder"),
            "Organization",
                    Set.of(
                            "Id",
                            "SystemModstamp",
                            "Name",
                            "Division",
                            "Phone",
                            "Fax",
                            "Street",
                            "City",
                            "State",
                            "PostalCode",
                            "Country",
                            "PrimaryContact",
                            "OrganizationType",
                            "InstanceName",
                            "IsSandbox"));

    private static final Set<String> READ_ONLY =
            Set.of("Id", "SystemModstamp", "IsDeleted", "CreatedDate", "IsClosed", "AccountId", "CompletedDateTime");
    private static final Map<String, Integer> LONGEST = Map.of("Name", 80, "Subject", 255, "Description", 32_000);

    /** Why a record can't be written so, in Salesforce's code and words. */
    record Problem(String code, String message) {}

    private SalesforceFields() {}

    static Set<String> objects() {
        return FIELDS.keySet();
    }

    static boolean known(String object, Collection<String> fields) {
        return FIELDS.get(object).containsAll(fields);
    }

    /** What is wrong with the first field that can't be written so; null if all can. */
    static Problem problem(String object, ObjectNode changes) {
        for (var change : changes.properties()) {
            String field = change.getKey();
            if (!FIELDS.get(object).contains(field)) {
                return new Problem("INVALID_FIELD", "No such column " + field);
            }
            if (READ_ONLY.contains(field)) {
                return new Problem("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update " + field);
            }
            if (change.getValue().asText().length() > LONGEST.getOrDefault(field, Integer.MAX_VALUE)) {
                return new Problem("STRING_TOO_LONG", field + ": data value too large");
            }
        }
        return null;
    }
}
