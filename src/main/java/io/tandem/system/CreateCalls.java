package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.SyncRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** New records of one entity, in batches, each with its idempotency key and external reference (rule 10). */
final class CreateCalls {

    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;

    CreateCalls(Spec.Entity entity, Calls calls, RecordReader reader) {
        this.entity = entity;
        this.calls = calls;
        this.reader = reader;
    }

    List<WriteResult> write(List<Write.Create> creates, Set<String> properties) {
        Spec.Create create = entity.create();
        Set<String> sent = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        List<Batches.Outcome> outcomes = new Batches(calls)
                .send(creates, create.batch(), sender(create.call(), sent, repeated), create.results());
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < creates.size(); i++) {
            results.add(result(
                    outcomes.get(i),
                    properties,
                    !repeated.contains(creates.get(i).idempotencyKey())));
        }
        return results;
    }

    /**
     * Only creates that carry a key which the system heeds may be sent twice; others are looked up later. The answer to a
     * repeated one may show a person's edit of what the first made.
     */
    private Batches.Sender<Write.Create> sender(Spec.Call call, Set<String> sent, Set<String> repeated) {
        return new Batches.Sender<>() {
            @Override
            public Answer send(List<Write.Create> some) {
                Answer answer = calls.call(call, Calls.Kind.WRITE, places(some));
                some.stream()
                        .map(Write.Create::idempotencyKey)
                        .filter(key -> !sent.add(key) || answer.repeated())
                        .forEach(repeated::add);
                return answer;
            }

            @Override
            public Map<Write.Create, Problem> inDoubt(List<Write.Create> some, Problem problem) {
                return call.repeatable() ? Map.of() : some.stream().collect(Collectors.toMap(c -> c, c -> problem));
            }
        };
    }

    private Template.Places places(List<Write.Create> creates) {
        if (entity.create().batch() == 1) {
            return one(creates.get(0));
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        creates.forEach(create -> items.add(Template.fill(entity.create().item(), one(create))));
        return new Template.Places(Map.of("items", items));
    }

    private Template.Places one(Write.Create create) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        create.values()
                .asMap()
                .forEach((name, value) ->
                        UpdateCalls.put(values, entity.properties().get(name).path(), value));
        return new Template.Places(Map.of(
                "values", values,
                "external_ref", TextNode.valueOf(create.externalRef()),
                "idempotency_key", TextNode.valueOf(create.idempotencyKey())));
    }

    private WriteResult result(Batches.Outcome outcome, Set<String> properties, boolean answered) {
        if (outcome.problem() != null) {
            return new WriteResult.Refused(asRefusal(outcome.problem()));
        }
        JsonNode json = Paths.at(outcome.result(), entity.create().record());
        SyncRecord record = reader.read(json, properties)
                .orElseThrow(() -> new SystemException.Misunderstood(
                        calls.system(), calls.system() + " answered a create without the record's id", null));
        return new WriteResult.Written(record, answered, Map.of());
    }

    private static Refusal asRefusal(Problem problem) {
        return problem.existingId() != null
                ? new Refusal(Refusal.Kind.DUPLICATE, problem.message(), problem.existingId())
                : problem.refusal();
    }
}
