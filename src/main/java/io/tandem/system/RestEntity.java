package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.SyncRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** An entity whose calls its descriptor says. Thread-safe. */
final class RestEntity implements EntityClient {

    private final EntityFacts facts;
    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;

    RestEntity(EntityFacts facts, Spec.Entity entity, Calls calls) {
        this.facts = facts;
        this.entity = entity;
        this.calls = calls;
        this.reader = new RecordReader(facts.key(), entity);
    }

    @Override
    public EntityFacts facts() {
        return facts;
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        new Walk(calls, entity, reader, watermark, properties).run(pages);
    }

    @Override
    public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
        return new DirectReads(entity, calls, reader, properties).read(known);
    }

    /**
     * Direct reads right before or after a write.
     *
     * @throws SystemException also if one read failed after the other
     */
    Reading readToWrite(Collection<SyncRecord> known, Set<String> properties) {
        Reading reading = new DirectReads(entity, calls, reader, properties).readToWrite(known);
        reading.broken().ifPresent(broken -> {
            throw broken;
        });
        return reading;
    }

    @Override
    public Map<String, SyncRecord> lookUp(Collection<String> externalRefs, Set<String> properties) {
        Map<String, SyncRecord> found = new LinkedHashMap<>();
        read(
                entity.lookUp(),
                externalRefs,
                "refs",
                properties,
                (json, record) -> found.put(Paths.text(json, entity.lookUp().ref()), record));
        return found;
    }

    private void read(
            Spec.Read read,
            Collection<String> keys,
            String place,
            Set<String> properties,
            BiConsumer<JsonNode, SyncRecord> consumer) {
        List<String> all = List.copyOf(keys);
        for (int from = 0; from < all.size(); from += read.batch()) {
            batch(read, all.subList(from, Math.min(all.size(), from + read.batch())), place, properties, consumer);
        }
    }

    /** What is too much for one request is asked for in halves. */
    private void batch(
            Spec.Read read,
            List<String> keys,
            String place,
            Set<String> properties,
            BiConsumer<JsonNode, SyncRecord> consumer) {
        Deque<List<String>> batches = new ArrayDeque<>(List.of(keys));
        while (!batches.isEmpty()) {
            List<String> some = batches.removeFirst();
            Answer answer = ask(read, some, place, properties);
            if (some.size() > 1 && answer.saysTooLong()) {
                int half = (some.size() + 1) / 2;
                batches.addFirst(some.subList(half, some.size()));
                batches.addFirst(some.subList(0, half));
            } else {
                Set<String> given = new HashSet<>();
                for (JsonNode row : rows(read, answer)) {
                    given.add(Paths.text(row, read.ref().isEmpty() ? entity.id() : read.ref()));
                    reader.read(row, properties).ifPresent(record -> consumer.accept(row, record));
                }
                List<String> left = hasMore(answer) ? without(some, given) : List.of();
                if (!left.isEmpty()) {
                    batches.addFirst(left);
                }
            }
        }
    }

    /** A server may answer less than it was asked for, and say so: what it left out isn't gone. */
    private boolean hasMore(Answer answer) {
        return More.isLeft(entity.fetch(), answer.body());
    }

    private List<String> without(List<String> keys, Set<String> given) {
        List<String> left = keys.stream().filter(key -> !given.contains(key)).toList();
        if (left.size() == keys.size()) {
            throw misunderstood("says that there is more, and gives none of it");
        }
        return left;
    }

    @Override
    public String host() {
        return entity.fetch() == null
                ? calls.system()
                : calls.host(entity.fetch().call());
    }

    private SystemException misunderstood(String how) {
        return new SystemException.Misunderstood(
                calls.system(), facts.key() + " could not be read: the answer " + how, null);
    }

    private List<JsonNode> rows(Spec.Read read, Answer answer) {
        if (!answer.body().isMissingNode()
                && Paths.at(answer.body(), read.items()).isMissingNode()) {
            throw misunderstood("has no list " + read.items());
        }
        List<JsonNode> rows = RecordReader.rows(answer.body(), read.items(), null);
        if (rows.stream().anyMatch(row -> Paths.text(row, entity.id()).isEmpty())) {
            throw misunderstood("shows a record without id");
        }
        return rows;
    }

    private Answer ask(Spec.Read read, List<String> keys, String place, Set<String> properties) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        keys.forEach(list::add);
        Answer answer = calls.call(
                read.call(),
                Calls.Kind.READ,
                new Template.Places(Map.of(
                        place,
                        list,
                        place.substring(0, place.length() - 1),
                        TextNode.valueOf(keys.get(0)),
                        "fields",
                        TextNode.valueOf(Fields.of(entity, properties)))));
        if (keys.size() > 1 && answer.saysTooLong()) {
            return answer;
        }
        Optional<Problem> problem = calls.judge().of(answer);
        boolean ofOneRecord = read.call().path().contains("{id");
        if (ofOneRecord && problem.isPresent() && problem.get().kind() == Problem.Kind.GONE) {
            return answer.without();
        }
        problem.ifPresent(p -> {
            throw p.ofAll(facts.key(), facts.key() + " could not be read: " + p.message());
        });
        return answer;
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        WriteResult[] results = new WriteResult[writes.size()];
        List<Integer> updates = new ArrayList<>();
        List<Integer> creates = new ArrayList<>();
        List<Integer> deletes = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            (write instanceof Write.Create ? creates : write instanceof Write.Delete ? deletes : updates).add(i);
        }
        if (!updates.isEmpty()) {
            List<Write.Update> some =
                    updates.stream().map(i -> (Write.Update) writes.get(i)).toList();
            place(new UpdateCalls(this, entity, calls, reader).write(some, properties), updates, results);
        }
        if (!creates.isEmpty()) {
            List<Write.Create> some =
                    creates.stream().map(i -> (Write.Create) writes.get(i)).toList();
            place(new CreateCalls(this, entity, calls, reader).write(some, properties), creates, results);
        }
        if (!deletes.isEmpty()) {
            List<Write.Delete> some =
                    deletes.stream().map(i -> (Write.Delete) writes.get(i)).toList();
            place(new DeleteCalls(this, entity, calls).write(some, properties), deletes, results);
        }
        return List.of(results);
    }

    private static void place(List<WriteResult> some, List<Integer> positions, WriteResult[] results) {
        for (int i = 0; i < positions.size(); i++) {
            results[positions.get(i)] = some.get(i);
        }
    }
}
