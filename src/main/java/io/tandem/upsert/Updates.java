package io.tandem.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.RowOutcome;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Changes records that exist: one bulk write for a side of a chunk. */
public final class Updates {

    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final RecordClaims claims;
    private final UpdateResults results;

    public Updates(Jdbi jdbi, Function<EntityKey, EntityClient> clients, FeedNeeds needs, RecordClaims claims) {
        this.clients = clients;
        this.needs = needs;
        this.claims = claims;
        this.results = new UpdateResults(new Patience(jdbi));
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
            List<Write> writes =
                    intended.stream().map(writing -> update(writing, side)).toList();
            intended.forEach(writing -> writing.sends(side));
            List<WriteResult> answers = clients.apply(entity).write(writes, needs.properties(entity));
            oneWriterAtATime.renew();
            for (int i = 0; i < intended.size(); i++) {
                results.settle(flow, side, intended.get(i), answers.get(i));
            }
        }
    }

    private static Write update(Writing writing, Side side) {
        Map<String, JsonNode> values = new HashMap<>();
        for (RowOutcome.WriteTo row : writing.rows(side)) {
            values.put(row.row().property(side), row.value());
        }
        return new Write.Update(writing.record(side), Values.of(values));
    }
}
