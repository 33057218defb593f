package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which properties a collection's records have, and which values fit them, as the contract's Draft says. */
final class CustomPmsDraft {

    private static final Set<String> SHARED = Set.of("external_ref", "name", "description", "active");
    private static final Set<String> WORK = Set.of("status", "priority", "due_date");
    private static final Map<String, Set<String>> PROPERTIES = Map.of(
            "customers", both(SHARED, Set.of("email", "phone", "website")),
            "projects", both(SHARED, both(WORK, Set.of("customer_id"))),
            "tasks", both(SHARED, both(WORK, Set.of("project_id"))));
    private static final Map<String, Integer> LONGEST = Map.of("external_ref", 200, "name", 300);

    private CustomPmsDraft() {}

    private static Set<String> both(Set<String> some, Set<String> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
    }

    static Set<String> collections() {
        return PROPERTIES.keySet();
    }

    static Set<String> properties(String collection) {
        return PROPERTIES.get(collection);
    }

    /** The first property that the collection doesn't have or whose value doesn't fit; null if all is well. */
    static String unfit(String collection, JsonNode draft) {
        return draft.properties().stream()
                .filter(e -> !PROPERTIES.get(collection).contains(e.getKey()) || !fits(e.getKey(), e.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static boolean fits(String property, JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        return switch (property) {
            case "active" -> value.isBoolean();
            case "customer_id", "project_id" -> value.isIntegralNumber();
            case "due_date" -> value.isTextual() && isDate(value.asText());
            default ->
                value.isTextual() && value.asText().length() <= LONGEST.getOrDefault(property, Integer.MAX_VALUE);
        };
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException notADate) {
            return false;
        }
    }
}
