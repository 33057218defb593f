package io.tandem.system;

import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import java.util.HashMap;
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
        List<String> ids = deletes.stream().map(d -> d.seen().key().id()).toList();
        Map<String, SyncRecord> before = read(ids, properties);
        Map<String, WriteResult> results = new LinkedHashMap<>();
        for (Write.Delete delete : deletes) {
            String id = delete.seen().key().id();
            results.put(id, delete(delete.seen(), before.get(id), properties));
        }
        ReadLag lag = new ReadLag(calls.clock(), entity.readLag());
        List<String> standing = standing(
                ids.stream()
                        .filter(id -> results.get(id) instanceof WriteResult.Written)
                        .toList(),
                before,
                properties);
        if (!standing.isEmpty() && !lag.none()) {
            lag.pass();
            standing = standing(standing, before, properties);
        }
        standing.forEach(id -> results.put(id, new WriteResult.Refused(lag.notDone())));
        return ids.stream().map(results::get).toList();
    }

    private Map<String, SyncRecord> read(List<String> ids, Set<String> properties) {
        Map<String, SyncRecord> found = new HashMap<>();
        client.readMany(ids, properties)
                .forEach(record -> found.put(record.key().id(), record));
        return found;
    }

    /** Deleted is only what isn't there any more: those that were answered as deleted, and stand there as before. */
    private List<String> standing(List<String> deleted, Map<String, SyncRecord> before, Set<String> properties) {
        Map<String, SyncRecord> now = deleted.isEmpty() ? Map.of() : read(deleted, properties);
        return deleted.stream()
                .filter(id -> now.containsKey(id)
                        && now.get(id).presence() != Presence.DELETED
                        && now.get(id).isSameVersion(before.get(id)))
                .toList();
    }

    private WriteResult delete(SyncRecord seen, SyncRecord now, Set<String> properties) {
        if (now == null || now.presence() == Presence.DELETED) {
            return new WriteResult.Refused(new Refusal(Refusal.Kind.GONE, "it is no longer there", null));
        }
        if (!now.values().only(properties::contains).equals(seen.values().only(properties::contains))) {
            return new WriteResult.Stale(now, false);
        }
        Answer answer = calls.call(entity.delete().call(), Calls.Kind.WRITE, Sequence.places(seen));
        Optional<Problem> problem = calls.judge().of(answer);
        return problem.isEmpty()
                ? new WriteResult.Written(now.deleted(), true, Map.of())
                : new WriteResult.Refused(problem.get().refusal());
    }
}
