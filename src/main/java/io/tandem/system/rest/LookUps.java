package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds records by the external reference given at creation (rule 10). Used once.
 *
 * <p>A reference that an answer leaves out has no record, so it is made; therefore an answer that shows anything else
 * than what was asked for says of none that it isn't there. What is refused or too long is asked for in halves.
 */
final class LookUps {

    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;
    private final Set<String> properties;
    private final Map<String, SyncRecord> found = new LinkedHashMap<>();
    private final Map<String, Refusal> unread = new LinkedHashMap<>();
    private final Streak streak;
    private Looks looks;

    /** @param before how such look-ups went before */
    LookUps(Spec.Entity entity, Calls calls, RecordReader reader, Set<String> properties, Successes before) {
        this.entity = entity;
        this.calls = calls;
        this.reader = reader;
        this.properties = properties;
        this.streak = new Streak(calls.clock(), before);
    }

    /** @throws SystemException also if one look-up fails after the other, and none goes through */
    Reading of(Collection<String> refs) {
        List<String> all = List.copyOf(refs);
        looks = Looks.atReferences(calls, reader, entity, all, properties);
        int most = entity.lookUp().batch();
        List<List<String>> left = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            left.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        while (!left.isEmpty()) {
            int next = streak.next(left.size());
            left.addAll(next, some(left.remove(next)));
        }
        if (streak.isStillOfAll()) {
            throw ofAll();
        }
        unclearIfShared();
        found.keySet().removeAll(unread.keySet());
        return new Reading(found, Set.of(), unread, Optional.empty());
    }

    /** @return what is to be asked for next instead of these */
    private List<List<String>> some(List<String> refs) {
        Answer answer = looks.ask(
                entity.lookUp().call(),
                refs,
                call -> calls.call(call, Calls.Kind.READ, places(entity, refs, properties)));
        Optional<Problem> problem = calls.judge().of(answer).or(() -> withoutList(answer));
        if (problem.isPresent()) {
            return refused(refs, problem.get());
        }
        streak.worked();
        List<String> left = shown(refs, answer);
        return left.isEmpty() ? List.of() : List.of(left);
    }

    private List<List<String>> refused(List<String> refs, Problem problem) {
        if (refs.size() == 1) {
            alone(refs.get(0), problem);
            return List.of();
        }
        int half = (refs.size() + 1) / 2;
        return List.of(refs.subList(0, half), refs.subList(half, refs.size()));
    }

    static Template.Places places(Spec.Entity entity, List<String> refs, Set<String> properties) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        refs.forEach(list::add);
        return new Template.Places(Map.of(
                "refs",
                list,
                "ref",
                TextNode.valueOf(refs.get(0)),
                "fields",
                TextNode.valueOf(Fields.of(entity, properties))));
    }

    private Optional<Problem> withoutList(Answer answer) {
        String items = entity.lookUp().items();
        return !answer.body().isMissingNode() && Paths.at(answer.body(), items).isMissingNode()
                ? Optional.of(new Problem(Problem.Kind.INVALID, "the answer has no list " + items, null))
                : Optional.empty();
    }

    /** One reference that can't be looked up is its own trouble; see {@link Streak}. */
    private void alone(String ref, Problem problem) {
        unclear(ref, problem.message());
        if (streak.failed(problem)) {
            throw ofAll();
        }
    }

    private SystemException ofAll() {
        return streak.last()
                .ofRecords(
                        reader.entity(),
                        reader.entity() + ": one look-up of a record after the other fails ("
                                + streak.last().message() + ")");
    }

    /** One record is made for one reference. */
    private void unclearIfShared() {
        Map<RecordKey, List<String>> byRecord = found.keySet().stream()
                .collect(Collectors.groupingBy(ref -> found.get(ref).key()));
        byRecord.values().stream()
                .filter(refs -> refs.size() > 1)
                .forEach(refs ->
                        refs.forEach(ref -> unclear(ref, "the answers show one record that was made for several")));
    }

    private void unclear(String ref, String why) {
        unread.put(
                ref,
                new Refusal(
                        Refusal.Kind.TEMPORARY,
                        "whether it was made before can't be known, so it is not made again: " + why,
                        null));
    }

    /** @return which are still to be asked for: a server may answer less than it was asked for, and say so */
    private List<String> shown(List<String> refs, Answer answer) {
        Set<String> missing = new HashSet<>(refs);
        boolean foreign = false;
        for (JsonNode row : RecordReader.rows(answer.body(), entity.lookUp().items())) {
            String ref = Paths.text(row, entity.lookUp().ref());
            if (refs.contains(ref)) {
                take(ref, row);
                missing.remove(ref);
            } else {
                foreign = true;
            }
        }
        if (foreign) {
            missing.forEach(ref -> unclear(ref, "the answer shows records that were not asked for"));
            return List.of();
        }
        if (!More.isLeft(entity.fetch(), answer)) {
            return List.of();
        }
        if (missing.size() == refs.size()) {
            missing.forEach(ref -> unclear(ref, "the answer says that there is more, and gives none of it"));
            return List.of();
        }
        return refs.stream().filter(missing::contains).toList();
    }

    private void take(String ref, JsonNode row) {
        SyncRecord record = reader.read(row, properties).orElse(null);
        String id = record == null ? "" : record.key().id();
        if (!RecordKey.canBeKept(id) || !entity.idForm().fits(id)) {
            unclear(
                    ref,
                    "the answer shows a record with no id, or with one that can't be kept or is none of "
                            + reader.entity());
            return;
        }
        SyncRecord other = found.putIfAbsent(ref, record);
        if (other != null && !other.key().equals(record.key())) {
            unclear(ref, "the answer shows several records that were made for it");
        }
    }
}
