package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.Blanks;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls that write one property which a plain update can't: a user's primary email, a user's organization. What was
 * seen is guarded by what the first call shows. Used once.
 */
final class PropertyWrite {

    /** A user has hundreds of them at most: a list that is longer than this never ends. */
    private static final int MOST_PAGES = 100;

    private static final Problem ENDLESS =
            new Problem(Problem.Kind.TEMPORARY, "its list has no end: " + MOST_PAGES + " pages were read", null);

    /** What it made, if anything, is found by the next try. */
    private static final Problem NOT_SHOWN = new Problem(
            Problem.Kind.TEMPORARY, "the answer does not show what was made, so the next call can't name it", null);

    private final Calls calls;
    private final RecordCalls records;
    private final Spec.Property property;
    private final Map<String, JsonNode> places = new HashMap<>();

    PropertyWrite(Calls calls, RecordCalls records, Spec.Property property) {
        this.calls = calls;
        this.records = records;
        this.property = property;
    }

    /** The places that a record fills: its id as text and number, its token, and each property under {@code seen}. */
    static Template.Places places(SyncRecord seen) {
        Map<String, JsonNode> places = new HashMap<>();
        String id = seen.key().id();
        places.put("id", TextNode.valueOf(id));
        places.put("number", id.matches("\\d{1,30}") ? DecimalNode.valueOf(new BigDecimal(id)) : TextNode.valueOf(id));
        places.put("token", seen.token() == null ? NullNode.instance : token(seen.token()));
        ObjectNode values = Json.MAPPER.createObjectNode();
        seen.values().asMap().forEach((name, value) -> values.set(name, value));
        places.put("seen", values);
        return new Template.Places(places);
    }

    private static JsonNode token(String token) {
        return token.matches("\\d{1,18}") ? DecimalNode.valueOf(new BigDecimal(token)) : TextNode.valueOf(token);
    }

    /**
     * @return the problem that stopped it; empty if the property is written
     * @throws io.tandem.system.SystemException if it is the system's
     */
    Optional<Problem> run(SyncRecord seen, JsonNode value) {
        places.putAll(places(seen).values());
        places.put("old", property.form().fromIso(seen.values().get(property.name())));
        places.put("new", property.form().fromIso(value));
        Optional<Problem> problem = steps();
        records.count(problem);
        return problem;
    }

    private Set<String> ids() {
        return Set.of(places.get("id").textValue());
    }

    private Optional<Problem> steps() {
        for (Spec.Step step : property.sequence()) {
            if (!applies(step)) {
                continue;
            }
            Optional<Problem> problem = call(step);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private boolean applies(Spec.Step step) {
        boolean settingsHold = step.onlySetting().entrySet().stream()
                .allMatch(e ->
                        calls.setting(e.getKey()).filter(e.getValue()::equals).isPresent());
        return settingsHold && (step.unless().isEmpty() || !places.containsKey(step.unless()));
    }

    private Optional<Problem> call(Spec.Step step) {
        Calls.Kind kind = step.call().method().equals("GET") ? Calls.Kind.READ : Calls.Kind.WRITE;
        Template.Places filled = new Template.Places(places);
        Answer answer = records.call(step.call(), kind, filled, ids());
        Optional<Problem> problem = calls.judge().of(answer);
        if (problem.isPresent() && step.otherwise() != null) {
            answer = records.call(step.call().to(step.call().method(), step.otherwise()), kind, filled, ids());
            problem = calls.judge().of(answer);
        }
        if (problem.isPresent()) {
            return problem;
        }
        Optional<Problem> unread = note(step, answer, filled);
        return unread.isPresent() ? unread : guard(step);
    }

    /** Looks through a list page by page until all is found. @return what kept it from its end */
    private Optional<Problem> note(Spec.Step step, Answer first, Template.Places filled) {
        find(step, first.body());
        if (!step.as().isEmpty()) {
            JsonNode made = Paths.at(first.body(), step.result());
            if (made.isMissingNode() || made.isNull()) {
                return Optional.of(NOT_SHOWN);
            }
            places.put(step.as(), made);
        }
        Set<String> read = new HashSet<>();
        Optional<String> link = next(step, filled, first);
        while (link.isPresent() && !places.keySet().containsAll(step.find().keySet()) && read.add(link.get())) {
            if (read.size() == MOST_PAGES) {
                return Optional.of(ENDLESS);
            }
            Answer page = records.follow(step.call(), filled, link.get(), ids());
            Optional<Problem> problem = calls.judge().of(page);
            if (problem.isPresent()) {
                return problem;
            }
            find(step, page.body());
            link = next(step, filled, page);
        }
        return Optional.empty();
    }

    private Optional<String> next(Spec.Step step, Template.Places filled, Answer page) {
        String next = step.next().isEmpty() ? "" : Paths.text(page.body(), step.next());
        return next.isEmpty() ? Optional.empty() : Optional.of(calls.link(step.call(), filled, next));
    }

    private void find(Spec.Step step, JsonNode body) {
        step.find().forEach((name, wanted) -> {
            for (JsonNode row : Paths.at(body, step.list())) {
                if (!places.containsKey(name) && matches(row, wanted)) {
                    places.put(name, row);
                }
            }
        });
    }

    private boolean matches(JsonNode row, Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(e -> same(Paths.text(row, e.getKey()), filled(e.getValue())));
    }

    private Optional<Problem> guard(Spec.Step step) {
        boolean holds = step.guard().entrySet().stream()
                .allMatch(e -> same(filled("{" + e.getKey() + "}"), filled(e.getValue())));
        return holds
                ? Optional.empty()
                : Optional.of(new Problem(Problem.Kind.STALE, "it has changed since it was read", null));
    }

    private String filled(String template) {
        JsonNode value = Template.fill(TextNode.valueOf(template), new Template.Places(places));
        return Paths.text(value, "");
    }

    private static boolean same(String one, String other) {
        return Blanks.foldEmail(one).equals(Blanks.foldEmail(other));
    }
}
