package io.tandem.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.RowOutcome;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Park;
import io.tandem.store.Parked;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Changes records that exist: one bulk write for a side of a chunk. */
public final class Updates {

    private final Jdbi jdbi;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final RecordClaims claims;
    private final Patience patience;
    private final UpdateResults results;

    public Updates(Jdbi jdbi, Function<EntityKey, EntityClient> clients, FeedNeeds needs, RecordClaims claims) {
        this.jdbi = jdbi;
        this.clients = clients;
        this.needs = needs;
        this.claims = claims;
        this.patience = new Patience(jdbi);
        this.results = new UpdateResults(patience);
    }

    /**
     * Writes what was recorded. Claims the records, so that each has one writer at a time (rule 9).
     *
     * @throws io.tandem.flow.RoundStopped.HeldElsewhere if another worker writes one of them for longer than wait.write
     */
    void write(Flow flow, Side side, List<Writing> all) {
        List<Writing> intended =
                all.stream().filter(writing -> writing.intends(side)).toList();
        if (intended.isEmpty()) {
            return;
        }
        EntityKey entity = flow.entity(side);
        List<String> ids = intended.stream()
                .map(writing -> writing.record(side).key().id())
                .toList();
        try (RecordClaims.Claim oneWriterAtATime = claims.take(entity, ids)) {
            Set<String> unseen = unseen(flow, side, ids);
            List<Write> writes = intended.stream()
                    .map(writing -> update(flow, writing, side, unseen))
                    .toList();
            intended.forEach(writing -> writing.sends(side));
            List<WriteResult> answers = clients.apply(entity).write(writes, needs.properties(entity));
            oneWriterAtATime.renew();
            for (int i = 0; i < intended.size(); i++) {
                results.settle(flow, side, intended.get(i), answers.get(i));
            }
        }
    }

    /**
     * Those that are parked because their last write could not be seen, or left what stood before. Another one would be as
     * blind: what the system makes of our value could be written over for ever. Cost: one query, and one more if anything is
     * parked.
     */
    private Set<String> unseen(Flow flow, Side side, List<String> ids) {
        return jdbi.withHandle(h -> Park.of(h, flow.id(), side, Set.copyOf(ids))).stream()
                .filter(parked -> parked.reason().contains(Refusal.UNSEEN)
                        || parked.reason().contains(Refusal.UNDONE))
                .map(Parked::recordId)
                .collect(Collectors.toSet());
    }

    /** It is read first also where the last write came to nothing: whether this one moves its version is a sign then. */
    private Write update(Flow flow, Writing writing, Side side, Set<String> unseen) {
        Map<String, JsonNode> values = new HashMap<>();
        for (RowOutcome.WriteTo row : writing.rows(side)) {
            values.put(row.row().property(side), row.value());
        }
        SyncRecord seen = writing.record(side);
        String id = seen.key().id();
        return new Write.Update(seen, Values.of(values), unseen.contains(id) || patience.isTried(flow, side, id));
    }
}
