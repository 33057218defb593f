package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** New records of one entity, in batches, each with its idempotency key and external reference (rule 10). */
final class CreateCalls {

    private static final Refusal WITHOUT_ID = new Refusal(
            Refusal.Kind.TEMPORARY,
            "the answer names no record that could be kept; whether it was made is looked up",
            null);

    private static final Refusal LEFT_OUT =
            new Refusal(Refusal.Kind.WITHOUT_EFFECT, "the record was made without this value", null);

    private final RestEntity client;
    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;

    CreateCalls(RestEntity client, Spec.Entity entity, Calls calls, RecordReader reader) {
        this.client = client;
        this.entity = entity;
        this.calls = calls;
        this.reader = reader;
    }

    List<WriteResult> write(List<Write.Create> creates, Set<String> properties) {
        Spec.Create create = entity.create();
        Set<String> sent = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        RecordCalls records = RecordCalls.toNewRecords(
                calls,
                reader,
                entity,
                creates.stream().map(Write.Create::externalRef).toList(),
                properties,
                client.successes(RestEntity.Asking.CREATE));
        List<Batches.Outcome> outcomes = new Batches(calls.judge(), records)
                .send(creates, create.batch(), sender(create.call(), records, sent, repeated), create.results());
        Map<String, SyncRecord> read = readShort(creates, outcomes, properties);
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < creates.size(); i++) {
            Write.Create one = creates.get(i);
            results.add(result(one, outcomes.get(i), read, properties, repeated.contains(one.idempotencyKey())));
        }
        return results;
    }

    /** Reads, in bulk, what was made where the answer doesn't show all that was sent. */
    private Map<String, SyncRecord> readShort(
            List<Write.Create> creates, List<Batches.Outcome> outcomes, Set<String> properties) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < creates.size(); i++) {
            if (outcomes.get(i).problem() == null
                    && reader.readWhole(
                                    made(outcomes.get(i)),
                                    properties,
                                    creates.get(i).values())
                            == null) {
                id(outcomes.get(i)).filter(RecordKey::canBeKept).ifPresent(ids::add);
            }
        }
        return ids.isEmpty() || entity.readMany() == null
                ? Map.of()
                : client.readByIds(ids, properties).found();
    }

    /** The new record's id: where records have it, where the descriptor says, or in the address that the answer names. */
    private Optional<String> id(Batches.Outcome outcome) {
        String path = entity.create().id();
        String own = path.isEmpty()
                ? Paths.text(made(outcome), entity.id())
                : Paths.isHeader(path)
                        ? outcome.answer().map(answer -> answer.text(path)).orElse("")
                        : Paths.text(outcome.result(), path);
        return Optional.of(own).filter(id -> !id.isBlank()).or(() -> outcome.answer()
                .flatMap(answer -> NewAddress.id(answer, entity)));
    }

    private JsonNode made(Batches.Outcome outcome) {
        return outcome.problem() != null
                ? MissingNode.getInstance()
                : Paths.at(outcome.result(), entity.create().record());
    }

    /**
     * Only creates that carry a key which the system follows may be sent twice; others are looked up later. The answer to a
     * repeated one may show a person's edit of what the first made.
     */
    private Batches.Sender<Write.Create> sender(
            Spec.Call call, RecordCalls records, Set<String> sent, Set<String> repeated) {
        return new Batches.Sender<>() {
            @Override
            public Answer send(List<Write.Create> some) {
                Answer answer = records.call(call, Calls.Kind.WRITE, places(some), List.of());
                some.stream()
                        .map(Write.Create::idempotencyKey)
                        .filter(key -> !sent.add(key) || answer.repeated())
                        .forEach(repeated::add);
                return answer;
            }

            @Override
            public String id(Write.Create create) {
                return "";
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
                .forEach((name, value) -> UpdateBody.put(
                        values,
                        entity.properties().get(name).path(),
                        entity.properties().get(name).form().fromIso(value)));
        return new Template.Places(Map.of(
                "values", values,
                "external_ref", TextNode.valueOf(create.externalRef()),
                "idempotency_key", TextNode.valueOf(create.idempotencyKey())));
    }

    private WriteResult result(
            Write.Create create,
            Batches.Outcome outcome,
            Map<String, SyncRecord> read,
            Set<String> properties,
            boolean repeated) {
        if (outcome.problem() != null) {
            return new WriteResult.Refused(asRefusal(outcome.problem()));
        }
        SyncRecord answered = reader.read(made(outcome), properties)
                .map(shown -> outcome.answer()
                        .map(answer -> reader.withToken(shown, answer))
                        .orElse(shown))
                .orElse(null);
        String id = id(outcome).orElse("");
        SyncRecord record = read.getOrDefault(id, answered);
        if (record == null || !RecordKey.canBeKept(record.key().id())) {
            return new WriteResult.Refused(WITHOUT_ID);
        }
        return new WriteResult.Written(
                record, !repeated && record == answered, repeated ? Map.of() : leftOut(create, record, properties));
    }

    /** What a repeated create doesn't show may have been cleared since; what the first doesn't show was not written. */
    private static Map<String, Refusal> leftOut(Write.Create create, SyncRecord record, Set<String> properties) {
        return create.values().properties().stream()
                .filter(name -> properties.contains(name)
                        && !Values.isEmpty(create.values().get(name))
                        && Values.isEmpty(record.values().get(name)))
                .collect(Collectors.toMap(name -> name, name -> LEFT_OUT));
    }

    private static Refusal asRefusal(Problem problem) {
        if (problem.existingId() != null && RecordKey.canBeKept(problem.existingId())) {
            return new Refusal(Refusal.Kind.DUPLICATE, problem.message(), problem.existingId());
        }
        return problem.kind() == Problem.Kind.GONE
                ? new Refusal(Refusal.Kind.GONE, problem.message(), null)
                : problem.refusal();
    }
}
