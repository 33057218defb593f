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
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Deletes the partners of deleted records, where a flow says {@code deletes: propagate} (rule 13). */
public final class Deletes {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Function<EntityKey, EntityClient> clients;
    private final FeedPlan plan;
    private final Leases leases;
    private final Patience patience;

    public Deletes(Jdbi jdbi, Function<EntityKey, EntityClient> clients, FeedPlan plan, Leases leases) {
        this.clients = clients;
        this.plan = plan;
        this.leases = leases;
        this.patience = new Patience(jdbi);
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

    private void settle(Flow flow, Side side, Item item, WriteResult result) {
        SyncRecord record = item.on(side).record();
        if (result instanceof WriteResult.Written) {
            item.deleted(record);
            item.wrote(side, List.of());
            patience.restored(flow, side, record);
        } else if (result instanceof WriteResult.Stale stale) {
            item.fresh(side, stale.fresh(), Map.of());
            fruitless(flow, side, item, Patience.CONFLICT);
        } else if (result instanceof WriteResult.Refused refused) {
            settleRefused(flow, side, item, record, refused.refusal());
        }
    }

    private void settleRefused(Flow flow, Side side, Item item, SyncRecord record, Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.GONE) {
            item.deleted(record);
            return;
        }
        if (refusal.kind() == Refusal.Kind.WITHOUT_EFFECT) {
            fruitless(flow, side, item, refusal);
        } else {
            item.trouble(trouble(flow, side, record, refusal));
        }
    }

    private void fruitless(Flow flow, Side side, Item item, Refusal refusal) {
        if (patience.lasts(flow, side, item.on(side).record())) {
            item.again();
        } else {
            item.trouble(trouble(flow, side, item.on(side).record(), refusal));
        }
    }

    private static Trouble trouble(Flow flow, Side side, SyncRecord record, Refusal refusal) {
        return new Trouble(
                side,
                record.key().id(),
                "",
                flow.id() + ": " + record.key().entity().system()
                        + (refusal.kind() == Refusal.Kind.WITHOUT_EFFECT
                                ? " did not carry out the delete of "
                                : " refused to delete ")
                        + record.key() + " ("
                        + refusal.message() + ")",
                refusal.kind().heals());
    }
}
