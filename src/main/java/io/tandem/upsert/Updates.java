package io.tandem.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.feed.FeedPlan;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.link.Intents;
import io.tandem.link.ItemStore;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Leases;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.transform.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Changes of records that exist: one bulk write for a side of a chunk, and what its results mean for each item. */
public final class Updates {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ItemStore store;
    private final Clock clock;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedPlan plan;
    private final Leases leases;
    private final Patience patience;

    public Updates(Jdbi jdbi, Clock clock, Function<EntityKey, EntityClient> clients, FeedPlan plan, Leases leases) {
        this.store = new ItemStore(jdbi);
        this.clock = clock;
        this.clients = clients;
        this.plan = plan;
        this.leases = leases;
        this.patience = new Patience(jdbi);
    }

    /** The rows of an item that go to one side, and the one write they make. */
    private record Change(Item item, List<RowOutcome.WriteTo> rows, Write.Update write) {}

    void write(Flow flow, Side side, List<Item> items) {
        List<Change> changes = items.stream()
                .filter(item -> rows(item, side).size() > 0)
                .map(item -> change(item, side))
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        EntityKey entity = flow.entity(side);
        try (Leases.Lease oneWriterAtATime = leases.take("write " + entity, PATIENCE)) {
            Map<Item, Intent> intents = intend(flow, side, changes);
            List<Change> intended = changes.stream()
                    .filter(change -> intents.containsKey(change.item()))
                    .toList();
            if (intended.isEmpty()) {
                return;
            }
            List<Write> writes = intended.stream().map(c -> (Write) c.write()).toList();
            List<WriteResult> results = clients.apply(entity).write(writes, plan.properties(entity));
            oneWriterAtATime.renew();
            for (int i = 0; i < intended.size(); i++) {
                Change change = intended.get(i);
                settle(flow, side, change, results.get(i));
                answered(change, intents.get(change.item()), results.get(i));
            }
        }
    }

    /** Stores what is about to be written, committed before the call: its answer may be lost. */
    private Map<Item, Intent> intend(Flow flow, Side side, List<Change> changes) {
        Instant now = clock.instant();
        Map<Item, Change> byItem = new LinkedHashMap<>();
        changes.forEach(change -> byItem.put(change.item(), change));
        Map<Item, Intent> intents = new HashMap<>();
        store.store(flow, List.copyOf(byItem.keySet()), (h, good) -> {
            List<Intent> stored = Intents.add(
                    h,
                    good.stream()
                            .map(item -> intent(side, byItem.get(item), now))
                            .toList());
            intents.clear();
            for (int i = 0; i < stored.size(); i++) {
                intents.put(good.get(i), stored.get(i));
            }
        });
        return intents;
    }

    private static Intent intent(Side side, Change change, Instant now) {
        Values stands = change.item().on(side).record().values();
        List<Intent.Value> values = change.rows().stream()
                .map(row -> new Intent.Value(
                        row.row().id(),
                        row.value(),
                        row.origin(),
                        stands.get(row.row().property(side)),
                        row.because()))
                .toList();
        return new Intent(0, change.item().link().orElseThrow().id(), side, now, values);
    }

    /** After an answer nobody can tell what became of earlier writes of the same rows; a temporary failure may have taken effect. */
    private static void answered(Change change, Intent intent, WriteResult result) {
        Item item = change.item();
        if (result instanceof WriteResult.Written) {
            Set<String> rows = rowIds(intent);
            List<Intent> earlier = item.attempts().open().stream()
                    .filter(other -> other.side() == intent.side() && rows.containsAll(rowIds(other)))
                    .toList();
            item.attempts().found(List.of(), earlier);
            item.attempts().over(List.of(intent));
        } else if (!mayHaveTakenEffect(result)) {
            item.attempts().over(List.of(intent));
        }
    }

    private static Set<String> rowIds(Intent intent) {
        return intent.values().stream().map(Intent.Value::rowId).collect(Collectors.toSet());
    }

    /** A write that was tried again after an answer in doubt is stale because of its own first try. */
    private static boolean mayHaveTakenEffect(WriteResult result) {
        return result instanceof WriteResult.Stale stale
                ? stale.inDoubt()
                : ((WriteResult.Refused) result).refusal().kind() == Refusal.Kind.TEMPORARY;
    }

    private static List<RowOutcome.WriteTo> rows(Item item, Side side) {
        return item.outcomes().stream()
                .filter(RowOutcome.WriteTo.class::isInstance)
                .map(RowOutcome.WriteTo.class::cast)
                .filter(row -> row.to() == side)
                .toList();
    }

    private static Change change(Item item, Side side) {
        Map<String, JsonNode> values = new HashMap<>();
        rows(item, side).forEach(row -> values.put(row.row().property(side), row.value()));
        return new Change(item, rows(item, side), new Write.Update(item.on(side).record(), Values.of(values)));
    }

    private void settle(Flow flow, Side side, Change change, WriteResult result) {
        if (result instanceof WriteResult.Written written) {
            settleWritten(flow, side, change, written);
        } else if (result instanceof WriteResult.Stale stale) {
            if (stale.fresh() != null) {
                change.item().fresh(side, stale.fresh(), Map.of());
            }
            fruitless(flow, side, change.item(), Map.of("", Patience.CONFLICT));
        } else if (result instanceof WriteResult.Refused refused) {
            String property = onlyProperty(change, side);
            if (refused.refusal().kind() == Refusal.Kind.WITHOUT_EFFECT) {
                fruitless(flow, side, change.item(), Map.of(property, refused.refusal()));
            } else {
                settleRefused(flow, side, change, refused.refusal(), property);
            }
        }
    }

    /** The same write may go through in the next round; one that comes to nothing again and again is parked. */
    private void fruitless(Flow flow, Side side, Item item, Map<String, Refusal> byProperty) {
        if (patience.lasts(flow, side, item.on(side).record())) {
            item.again();
        } else {
            byProperty.forEach((property, refusal) ->
                    item.trouble(trouble(flow, side, item.on(side).record(), refusal, property)));
        }
    }

    /** The property that a refused write was about, if it was about one alone; else "". */
    private static String onlyProperty(Change change, Side side) {
        return change.rows().size() == 1 ? change.rows().get(0).row().property(side) : "";
    }

    private void settleWritten(Flow flow, Side side, Change change, WriteResult.Written answer) {
        Item item = change.item();
        Baseline baseline = item.baseline();
        Map<String, Instant> writtenSince = new HashMap<>();
        List<RowOutcome.WriteTo> written = new ArrayList<>();
        Map<String, Refusal> withoutEffect = new LinkedHashMap<>();
        for (RowOutcome.WriteTo row : change.rows()) {
            String property = row.row().property(side);
            Refusal refusal = answer.refused().get(property);
            if (refusal != null && refusal.kind() == Refusal.Kind.WITHOUT_EFFECT) {
                withoutEffect.put(property, refusal);
                continue;
            }
            if (refusal != null) {
                settleRefused(flow, side, change, refusal, property);
                continue;
            }
            JsonNode shown = answer.record().values().get(property);
            baseline = Settlement.after(baseline, row, shown, answer.answered());
            writtenSince.put(property, row.changedAt());
            written.add(row);
            if (!answer.answered()
                    && !Settlement.isOurs(row, shown)
                    && isUndone(item.on(side).record(), answer.record(), property)) {
                item.again();
            }
        }
        item.baseline(baseline);
        item.fresh(side, answer.record(), writtenSince);
        if (!written.isEmpty()) {
            item.wrote(side, written);
        }
        if (withoutEffect.isEmpty()) {
            patience.restored(flow, side, answer.record());
        } else {
            fruitless(flow, side, item, withoutEffect);
        }
    }

    /**
     * An edit right after our write can bring back what stood before: no snapshot changes then, so no feed tells of it. The
     * same version of the record is no edit, but a replica that lags.
     */
    private static boolean isUndone(SyncRecord before, SyncRecord now, String property) {
        return !now.isSameVersion(before)
                && now.values().get(property).equals(before.values().get(property));
    }

    private static void settleRefused(Flow flow, Side side, Change change, Refusal refusal, String property) {
        Item item = change.item();
        SyncRecord record = item.on(side).record();
        switch (refusal.kind()) {
            case LOCKED -> item.outcomes(asDrift(item, side, change.rows(), property, refusal.message()));
            case GONE ->
                item.fresh(
                        side,
                        new SyncRecord(
                                record.key(), record.values(), record.modified(), record.token(), Presence.DELETED),
                        Map.of());
            case INVALID, DUPLICATE, TEMPORARY, WITHOUT_EFFECT ->
                item.trouble(trouble(flow, side, record, refusal, property));
        }
    }

    private static Trouble trouble(Flow flow, Side side, SyncRecord record, Refusal refusal, String property) {
        return new Trouble(
                side,
                record.key().id(),
                property,
                flow.id() + ": " + record.key().entity().system()
                        + (refusal.kind() == Refusal.Kind.WITHOUT_EFFECT ? " did not carry out" : " refused")
                        + " the update of " + record.key()
                        + (property.isEmpty() ? "" : ", property " + property) + " (" + refusal.message() + ")",
                refusal.kind().heals());
    }

    private static List<RowOutcome> asDrift(
            Item item, Side locked, List<RowOutcome.WriteTo> rows, String property, String because) {
        List<RowOutcome> outcomes = new ArrayList<>();
        for (RowOutcome outcome : item.outcomes()) {
            boolean concerned = outcome instanceof RowOutcome.WriteTo write
                    && rows.contains(write)
                    && (property.isEmpty() || property.equals(write.row().property(locked)));
            outcomes.add(concerned ? new RowOutcome.Drift(outcome.row(), locked.other(), because) : outcome);
        }
        return outcomes;
    }
}
