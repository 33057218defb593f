package io.tandem.system.rest;

import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes of one entity, one call each, on the condition that the record still is as it was seen (rule 9).
 *
 * <p>Cost: a bulk read before and one after, and a call a record. A record that is gone already counts as deleted.
 */
final class DeleteCalls {

    private final RestEntity client;
    private final Spec.Entity entity;
    private final Calls calls;

    DeleteCalls(RestEntity client, Spec.Entity entity, Calls calls) {
        this.client = client;
        this.entity = entity;
        this.calls = calls;
    }

    List<WriteResult> write(List<Write.Delete> deletes, Set<String> properties) {
        List<SyncRecord> seen = deletes.stream().map(Write.Delete::seen).toList();
        Reading before = client.readToWrite(seen, properties);
        Map<String, WriteResult> results = new LinkedHashMap<>();
        RecordCalls records = RecordCalls.toRecords(
                calls, client.reader(), entity, seen, properties, client.successes(RestEntity.Asking.DELETE));
        records.each(seen, record -> results.put(record.key().id(), delete(record, before, properties, records)));
        records.end();
        ReadLag lag = new ReadLag(calls.clock(), entity.readLag());
        List<SyncRecord> standing = standing(
                before.found().values().stream()
                        .filter(record -> results.get(record.key().id()) instanceof WriteResult.Written)
                        .toList(),
                properties);
        if (!standing.isEmpty() && !lag.none()) {
            lag.pass();
            standing = standing(standing, properties);
        }
        standing.forEach(record -> results.put(record.key().id(), new WriteResult.Refused(lag.notDone())));
        return seen.stream().map(record -> results.get(record.key().id())).toList();
    }

    /** Deleted is only what isn't there any more: those that were answered as deleted, and stand there as before. */
    private List<SyncRecord> standing(List<SyncRecord> deleted, Set<String> properties) {
        Map<String, SyncRecord> now = deleted.isEmpty()
                ? Map.of()
                : client.readToWrite(deleted, properties).found();
        return deleted.stream()
                .filter(before -> now.containsKey(before.key().id())
                        && now.get(before.key().id()).presence() != Presence.DELETED
                        && now.get(before.key().id()).isSameVersion(before))
                .toList();
    }

    private WriteResult delete(SyncRecord seen, Reading reading, Set<String> properties, RecordCalls records) {
        String id = seen.key().id();
        SyncRecord now = reading.found().get(id);
        if (now == null || reading.isGone(id)) {
            return new WriteResult.Refused(reading.isGone(id) ? Refusal.gone() : reading.refusal(id));
        }
        if (!now.values().only(properties::contains).equals(seen.values().only(properties::contains))) {
            return new WriteResult.Stale(now, false);
        }
        Spec.Call call = entity.delete().call();
        Answer answer = records.call(call, Calls.Kind.WRITE, PropertyWrite.places(now), Set.of(id));
        Optional<Problem> problem = calls.judge().of(answer);
        records.count(problem);
        return problem.isEmpty()
                ? new WriteResult.Written(now.deleted(), true, Map.of())
                : new WriteResult.Refused(refusal(now, problem.get(), properties));
    }

    /** Somebody may have been first: only a direct read tells (rule 14). */
    private Refusal refusal(SyncRecord record, Problem problem, Set<String> properties) {
        boolean gone = problem.kind() == Problem.Kind.GONE
                && client.readToWrite(List.of(record), properties)
                        .isGone(record.key().id());
        return gone ? Refusal.gone() : problem.refusal();
    }
}
