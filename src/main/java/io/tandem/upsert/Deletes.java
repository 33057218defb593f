package io.tandem.upsert;

import io.tandem.chunk.Item;
import io.tandem.chunk.Trouble;
import io.tandem.feed.FeedPlan;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.Leases;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Deletes the partners of deleted records, where a flow says {@code deletes: propagate} (rule 13). */
public final class Deletes {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Function<EntityKey, EntityClient> clients;
    private final FeedPlan plan;
    private final Leases leases;

    public Deletes(Function<EntityKey, EntityClient> clients, FeedPlan plan, Leases leases) {
        this.clients = clients;
        this.plan = plan;
        this.leases = leases;
    }

    void write(Flow flow, Side side, List<Item> all) {
        List<Item> items = all.stream()
                .filter(item -> item.toDelete().filter(side::equals).isPresent())
                .toList();
        if (items.isEmpty()) {
            return;
        }
        EntityKey entity = flow.entity(side);
        List<Write> writes = items.stream()
                .map(item -> (Write) new Write.Delete(item.on(side).record()))
                .toList();
        try (Leases.Lease oneWriterAtATime = leases.take("write " + entity, PATIENCE)) {
            List<WriteResult> results = clients.apply(entity).write(writes, plan.properties(entity));
            oneWriterAtATime.renew();
            for (int i = 0; i < items.size(); i++) {
                settle(flow, side, items.get(i), results.get(i));
            }
        }
    }

    private static void settle(Flow flow, Side side, Item item, WriteResult result) {
        SyncRecord record = item.on(side).record();
        if (result instanceof WriteResult.Written) {
            item.deleted(record);
            item.wrote(side, List.of());
        } else if (result instanceof WriteResult.Stale stale) {
            item.fresh(side, stale.fresh(), java.util.Map.of());
            item.again();
        } else if (result instanceof WriteResult.Refused refused) {
            settleRefused(flow, side, item, record, refused.refusal());
        }
    }

    private static void settleRefused(Flow flow, Side side, Item item, SyncRecord record, Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.GONE) {
            item.deleted(record);
            return;
        }
        item.trouble(new Trouble(
                side,
                record.key().id(),
                "",
                flow.id() + ": " + record.key().entity().system() + " refused to delete " + record.key() + " ("
                        + refusal.message() + ")",
                refusal.kind() == Refusal.Kind.TEMPORARY));
    }
}
