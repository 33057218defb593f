package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads records by id, in bulk where the API can (rule 14). Used once.
 *
 * <p>A read that is refused as a whole is halved until single records are refused: what can't be read is left alone, and
 * hides no other, and one that gets no answer at all is such a record while any other read is answered. Only an answer about
 * one record alone says that it is gone: what an answer about several leaves out is asked for again.
 */
final class DirectReads {

    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;
    private final Set<String> properties;
    private final Map<String, SyncRecord> found = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Refusal> unread = new LinkedHashMap<>();
    private final Streak streak;
    private Looks looks;
    private SystemException broken;

    /** @param before how such reads went before */
    DirectReads(Spec.Entity entity, Calls calls, RecordReader reader, Set<String> properties, Successes before) {
        this.entity = entity;
        this.calls = calls;
        this.reader = reader;
        this.properties = properties;
        this.streak = new Streak(calls.clock(), before);
    }

    /** @throws SystemException if the system doesn't answer at all, or refuses the credentials */
    Reading read(Collection<SyncRecord> known) {
        List<SyncRecord> all = List.copyOf(known);
        looks = Looks.atRecords(calls, reader, entity, all, properties);
        int most = entity.readMany().batch();
        List<List<SyncRecord>> left = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            left.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        while (!left.isEmpty() && broken == null) {
            int next = streak.next(left.size());
            left.addAll(next, some(left.remove(next)));
        }
        if (broken == null && streak.isStillOfAll()) {
            broken = ofAll();
        }
        return new Reading(found, gone, unread, Optional.ofNullable(broken));
    }

    /**
     * The same right before or after a write. Where an address names more than the record, such as the party it was seen
     * at, an answer that there is none says only that it isn't there.
     */
    Reading readToWrite(Collection<SyncRecord> known) {
        Reading reading = read(known);
        if (!ofMoreThanTheRecord()) {
            return reading;
        }
        Map<String, Refusal> doubtful = new HashMap<>(reading.unread());
        reading.gone()
                .forEach(id -> doubtful.put(
                        id, new Refusal(Refusal.Kind.TEMPORARY, "it is not found where it was seen last", null)));
        return new Reading(reading.found(), Set.of(), doubtful, reading.broken());
    }

    private boolean ofOneRecord() {
        return Template.places(entity.readMany().call().path()).contains("id");
    }

    private boolean ofMoreThanTheRecord() {
        return ofOneRecord()
                && Template.places(entity.readMany().call().path()).stream()
                        .anyMatch(place -> place.startsWith("seen."));
    }

    /** @return what is to be asked for next instead of these */
    private List<List<SyncRecord>> some(List<SyncRecord> records) {
        Optional<Problem> refusal = asked(records);
        if (refusal.isEmpty()) {
            streak.worked();
            List<SyncRecord> left =
                    records.stream().filter(record -> !isSettled(record)).toList();
            return left.size() < records.size()
                    ? left.isEmpty() ? List.of() : List.of(left)
                    : left.stream().map(List::of).toList();
        }
        if (records.size() == 1) {
            alone(records.get(0), refusal.get());
            return List.of();
        }
        int half = (records.size() + 1) / 2;
        return List.of(records.subList(0, half), records.subList(half, records.size()));
    }

    private static String id(SyncRecord record) {
        return record.key().id();
    }

    private boolean isSettled(SyncRecord record) {
        return found.containsKey(id(record)) || gone.contains(id(record));
    }

    private void alone(SyncRecord record, Problem problem) {
        unread.put(id(record), problem.refusal());
        if (streak.failed(problem)) {
            broken = ofAll();
        }
    }

    private SystemException ofAll() {
        return streak.last()
                .ofRecords(
                        reader.entity(),
                        reader.entity() + ": one read of a record after the other fails ("
                                + streak.last().message() + ")");
    }

    /** @return why nothing can be said about these records; empty if some are settled, or several are left out alike */
    private Optional<Problem> asked(List<SyncRecord> records) {
        Answer answer = looks.ask(
                entity.readMany().call(),
                records.stream().map(DirectReads::id).toList(),
                call -> calls.call(call, Calls.Kind.READ, places(entity, records, properties)));
        Optional<Problem> problem = calls.judge().of(answer);
        if (problem.isEmpty()) {
            return shown(records, answer);
        }
        if (ofOneRecord() && problem.get().kind() == Problem.Kind.GONE) {
            gone.add(id(records.get(0)));
            return Optional.empty();
        }
        return problem;
    }

    private static Problem odd(String how) {
        return new Problem(Problem.Kind.INVALID, how, null);
    }

    static Template.Places places(Spec.Entity entity, List<SyncRecord> records, Set<String> properties) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        records.forEach(record -> ids.add(id(record)));
        Map<String, JsonNode> places =
                new HashMap<>(PropertyWrite.places(records.get(0)).values());
        places.put("ids", ids);
        places.put("fields", TextNode.valueOf(Fields.of(entity, properties)));
        return new Template.Places(places);
    }

    private Optional<Problem> shown(List<SyncRecord> records, Answer answer) {
        JsonNode body = answer.body();
        String items = entity.readMany().items();
        if (!body.isMissingNode() && Paths.at(body, items).isMissingNode()) {
            return Optional.of(odd("the answer has no list " + items));
        }
        if (body.isMissingNode() && ofOneRecord()) {
            return Optional.of(odd("the answer is empty"));
        }
        Set<String> missing = new HashSet<>();
        records.forEach(record -> missing.add(id(record)));
        Set<String> wanted = Set.copyOf(missing);
        boolean foreign = false;
        for (JsonNode row : RecordReader.rows(body, items)) {
            SyncRecord record = reader.read(row, properties).orElse(null);
            if (record == null) {
                return Optional.of(odd("the answer shows a record without id"));
            }
            if (wanted.contains(id(record))) {
                found.put(id(record), records.size() == 1 ? reader.withToken(record, answer) : record);
                missing.remove(id(record));
            } else {
                foreign = true;
            }
        }
        return without(missing, records.size(), foreign, answer);
    }

    /** A server may answer less than it was asked for, and say so, or something else: what is missing then isn't gone. */
    private Optional<Problem> without(Set<String> ids, int asked, boolean foreign, Answer answer) {
        boolean more = More.isLeft(entity.fetch(), answer);
        if (more && ids.size() == asked) {
            return Optional.of(odd("the answer says that there is more, and gives none of it"));
        }
        if (foreign && !ids.isEmpty()) {
            return Optional.of(odd("the answer shows records that were not asked for"));
        }
        if (asked == 1) {
            gone.addAll(ids);
        }
        return Optional.empty();
    }
}
