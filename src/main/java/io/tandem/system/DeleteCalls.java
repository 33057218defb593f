package io.tandem.system;

import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes of one entity, one call each, on the condition that the record still is as it was seen (rule 9).
 *
 * <p>Cost: a bulk read before, and a call a record. A record that is gone already counts as deleted.
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
        Map<String, SyncRecord> fresh = new HashMap<>();
        client.readMany(deletes.stream().map(d -> d.seen().key().id()).toList(), properties)
                .forEach(record -> fresh.put(record.key().id(), record));
        List<WriteResult> results = new ArrayList<>();
        for (Write.Delete delete : deletes) {
            results.add(delete(delete.seen(), fresh.get(delete.seen().key().id()), properties));
        }
        return results;
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
