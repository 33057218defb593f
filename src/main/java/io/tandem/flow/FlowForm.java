package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What of a flow decides how its records are worked on, as a text of which a store keeps the fingerprint (rule 16).
 *
 * <p>Descriptions, schedules and the names of our classes are no part of it: neither other words in a file nor another
 * version of Tandem makes a flow look at all its records again. Who changes the form itself gives it another number.
 */
public final class FlowForm {

    private static final int NUMBER = 1;

    /** Of the keys alone: who changes how they are made gives it another number. */
    private static final int KEYS_NUMBER = 1;

    private FlowForm() {}

    /** What links and baselines were made by: after a change of it, all records of the flow are looked at again. */
    public static String ofRecords(Flow flow) {
        return Json.text(records(flow));
    }

    /** The same with the policies that need no second look at records: what all processes on one store must agree on. */
    public static String of(Flow flow) {
        Map<String, Object> all = records(flow);
        all.put("id", flow.id());
        all.put("deletes", flow.deletes().name());
        return Json.text(all);
    }

    /** What decides which keys a record has: when it changes, or {@link KeyRule} itself, all keys are made again. */
    static String of(KeyRule rule) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("form", KEYS_NUMBER);
        form.put("side", rule.side().name());
        form.put("match", matches(rule.flow()));
        form.put(
                "where",
                rule.flow().conditions(rule.side()).stream()
                        .map(FlowForm::condition)
                        .toList());
        form.put("emails", rule.emails());
        return Json.text(form);
    }

    private static Object matches(Flow flow) {
        return flow.match().stream()
                .map(pairs -> pairs.stream().map(FlowForm::pair).toList())
                .toList();
    }

    private static Map<String, Object> records(Flow flow) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("form", NUMBER);
        form.put("source", flow.source().toString());
        form.put("target", flow.target().toString());
        form.put("link", flow.link().name());
        form.put("createBoth", flow.createBoth());
        form.put(
                "connectedTo",
                flow.connectedTo().stream().map(FlowForm::connection).toList());
        form.put("match", matches(flow));
        form.put("rows", flow.rows().stream().map(FlowForm::row).toList());
        form.put("where", flow.where().stream().map(FlowForm::condition).toList());
        form.put(
                "targetWhere",
                flow.targetWhere().stream().map(FlowForm::condition).toList());
        return form;
    }

    private static List<String> connection(Connection connection) {
        List<String> form = new ArrayList<>();
        form.add(connection.entity().toString());
        form.add(connection.by().orElse(""));
        form.add(connection.into().map(Object::toString).orElse(""));
        return form;
    }

    private static Map<String, Object> pair(MatchPair pair) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("source", pair.source());
        form.put("target", pair.target());
        form.put("when", pair.when().stream().map(FlowForm::condition).toList());
        return form;
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("source", row.source());
        form.put("target", row.target());
        form.put("type", row.type().name());
        form.put("values", new TreeMap<String, JsonNode>(row.values()));
        form.put(
                "reference",
                Optional.ofNullable(row.reference())
                        .map(reference -> List.of(
                                reference.source().toString(),
                                reference.target().toString()))
                        .orElse(List.of()));
        form.put("constant", row.constant());
        form.put("direction", row.direction().name());
        form.put("conflict", row.conflict().name());
        form.put("firstMerge", row.firstMerge().name());
        form.put("when", row.when().stream().map(FlowForm::condition).toList());
        return form;
    }

    private static Map<String, Object> condition(SideCondition condition) {
        Map<String, Object> form = condition(condition.condition());
        form.put("side", condition.side().name());
        return form;
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("property", condition.property());
        form.put("negated", condition.negated());
        form.put("anyOf", condition.anyOf());
        return form;
    }
}
