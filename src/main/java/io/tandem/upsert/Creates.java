package io.tandem.upsert;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.feed.FeedPlan;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.history.Change;
import io.tandem.history.Entry;
import io.tandem.history.Event;
import io.tandem.history.History;
import io.tandem.link.Links;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.transform.Settlement;
import java.time.Clock;
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

/**
 * New partners of records, never twice (rule 10): the link is stored as {@code creating} before the call; one whose answer
 * was lost is looked up by its external reference first, and made again with the same idempotency key.
 */
public final class Creates {

    private final Jdbi jdbi;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedPlan plan;
    private final StartedCreates started;
    private final Partners partners;

    public Creates(Jdbi jdbi, Function<EntityKey, EntityClient> clients, FeedPlan plan, Clock clock) {
        this.jdbi = jdbi;
        this.clients = clients;
        this.plan = plan;
        this.started = new StartedCreates(jdbi, clock);
        this.partners = new Partners(jdbi);
    }

    /** @param items of one side */
    void write(Flow flow, List<Item> items) {
        if (items.isEmpty()) {
            return;
        }
        EntityKey made = flow.entity(items.get(0).side().other());
        List<Item> missing = new ArrayList<>(items);
        missing.removeAll(adoptLost(flow, clients.apply(made), items));
        List<Item> wanted =
                missing.stream().filter(item -> item.seen().record().live()).toList();
        missing.stream().filter(item -> !wanted.contains(item)).forEach(Item::abandonLink);
        Set<Item> again =
                wanted.stream().filter(item -> item.link().isPresent()).collect(Collectors.toSet());
        started.store(flow, wanted);
        List<Item> live = wanted.stream().filter(item -> !item.isRefused()).toList();
        if (live.isEmpty()) {
            return;
        }
        EntityClient client = clients.apply(made);
        List<Write> writes = live.stream().map(item -> create(flow, item)).toList();
        List<WriteResult> results = send(client, flow, live, writes);
        Set<Item> taken = partners.namedForAnother(flow, live, results, again);
        Map<Item, String> existing = new LinkedHashMap<>();
        Map<Item, SyncRecord> madeBefore = new LinkedHashMap<>();
        for (int i = 0; i < live.size(); i++) {
            if (again.contains(live.get(i)) && results.get(i) instanceof WriteResult.Written written) {
                madeBefore.put(live.get(i), written.record());
            } else if (!taken.contains(live.get(i))) {
                tellIfGone(flow, live.get(i), results.get(i), again);
                settle(flow, live.get(i), results.get(i), existing);
            }
        }
        adoptUnlessHeld(flow, madeBefore);
        madeBefore.keySet().stream().filter(Item::mustRunAgain).forEach(item -> {
            item.createValues(FirstTry.values(flow, item));
            item.created(madeBefore.get(item), Map.of());
        });
        adoptExisting(flow, client, existing);
    }

    private List<WriteResult> send(EntityClient client, Flow flow, List<Item> items, List<Write> writes) {
        try {
            List<WriteResult> results =
                    client.write(writes, plan.properties(client.facts().key()));
            started.answered(flow, items, results);
            return results;
        } catch (SystemException e) {
            started.unanswered(flow, items);
            throw e;
        }
    }

    private static String externalRef(Flow flow, Item item) {
        return flow.entity(item.side()).record(item.seen().id()).toString();
    }

    private static Write create(Flow flow, Item item) {
        return new Write.Create(
                externalRef(flow, item), item.link().orElseThrow().idempotencyKey(), FirstTry.values(flow, item));
    }

    /** Looks up the creates of which no answer was stored. @return those found, and those of which it can't be known */
    private List<Item> adoptLost(Flow flow, EntityClient client, List<Item> items) {
        Map<String, Item> lost = new LinkedHashMap<>();
        items.stream().filter(item -> item.link().isPresent()).forEach(item -> lost.put(externalRef(flow, item), item));
        if (lost.isEmpty() || !client.facts().canLookUp()) {
            return List.of();
        }
        Reading reading =
                client.lookUp(lost.keySet(), plan.properties(client.facts().key()));
        Map<Item, SyncRecord> found = new LinkedHashMap<>();
        reading.found().forEach((ref, record) -> found.put(lost.get(ref), record));
        Map<Item, SyncRecord> kept = new LinkedHashMap<>(found);
        kept.values().removeIf(record -> !RecordKey.canBeKept(record.key().id()));
        adoptUnlessHeld(flow, kept);
        found.keySet().stream()
                .filter(item -> !kept.containsKey(item))
                .forEach(
                        item -> item.trouble(trouble(flow, item, "what was made has an id that can't be kept", false)));
        reading.unread().forEach((ref, refusal) -> park(flow, lost.get(ref), refusal));
        return lost.entrySet().stream()
                .filter(e -> reading.answers(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** A match may have linked what an earlier try made to another record: that is for a person to see. */
    private void adoptUnlessHeld(Flow flow, Map<Item, SyncRecord> made) {
        Map<String, Link> held = partners.holding(flow, made);
        made.forEach((item, record) -> {
            if (partners.isApart(flow, item, record.key().id())) {
                item.trouble(Partners.madeFor(flow, item, record, ", but " + Partners.TAKEN_APART));
            } else if (held.containsKey(record.key().id())) {
                jdbi.useTransaction(h -> History.addOnce(h, madeForAnother(flow, item, record)));
                item.trouble(Partners.madeFor(flow, item, record, Partners.LINKED_OTHERWISE));
            } else {
                adopt(item, record, item.link().orElseThrow().baseline());
            }
        });
    }

    /** A repeated create whose record isn't there any more: the first one made it, and nobody will see which it was. */
    private void tellIfGone(Flow flow, Item item, WriteResult result, Set<Item> again) {
        if (again.contains(item)
                && result instanceof WriteResult.Refused refused
                && refused.refusal().kind() == Refusal.Kind.GONE) {
            String because = "a " + flow.entity(item.side().other())
                    + " was made for it; the answer was lost, and it is gone by now";
            Instant tried = item.link().orElseThrow().attempted();
            Entry made = Entry.of(
                            tried,
                            flow,
                            Event.IN_DOUBT,
                            item.side(),
                            item.seen().id(),
                            because)
                    .with(Change.created(FirstTry.values(flow, item)));
            jdbi.useTransaction(h -> History.addOnce(h, made));
        }
    }

    private Entry madeForAnother(Flow flow, Item item, SyncRecord record) {
        Link started = item.link().orElseThrow();
        return Entry.of(
                        started.attempted(),
                        flow,
                        started.with(item.side().other(), record.key().id(), started.state()),
                        Event.CREATED,
                        item.side().other(),
                        "the " + item.side().lower()
                                + " had no partner; the answer was lost, and by now it is linked to another record")
                .with(Change.created(FirstTry.values(flow, item)));
    }

    /**
     * Links to a record that exists already.
     *
     * @param sent what both sides edit from; empty if the record isn't ours: its values merge as at a first meeting
     */
    private static void adopt(Item item, SyncRecord record, Baseline sent) {
        Side side = item.side().other();
        item.link(item.link()
                .orElseThrow()
                .withBaseline(sent)
                .with(side, record.key().id(), LinkState.LINKED));
        item.fresh(side, record, Map.of());
        item.outcomes(List.of());
        item.again();
    }

    private void settle(Flow flow, Item item, WriteResult result, Map<Item, String> existing) {
        if (result instanceof WriteResult.Written written) {
            settleWritten(item, written);
        } else if (result instanceof WriteResult.Refused refused
                && refused.refusal().kind() == Refusal.Kind.DUPLICATE
                && refused.refusal().existingId() != null) {
            existing.put(item, refused.refusal().existingId());
        } else if (result instanceof WriteResult.Refused refused) {
            park(flow, item, refused.refusal());
        } else {
            throw new IllegalStateException(
                    flow.entity(item.side().other()) + " answered a create as if " + item + " had been there before");
        }
    }

    /** A value that the answer doesn't show was not written: it is merged with the next round's, as one that was never agreed. */
    private static void settleWritten(Item item, WriteResult.Written written) {
        Side side = item.side().other();
        Baseline baseline = Baseline.empty();
        Map<String, Instant> writtenSince = new HashMap<>();
        for (RowOutcome outcome : item.outcomes()) {
            if (outcome instanceof RowOutcome.WriteTo row
                    && !written.refused().containsKey(row.row().property(side))) {
                String property = row.row().property(side);
                baseline = Settlement.after(
                        baseline, row, written.record().values().get(property), written.answered());
                writtenSince.put(property, row.changedAt());
            }
        }
        item.baseline(baseline);
        item.link(item.link().orElseThrow().with(side, written.record().key().id(), LinkState.LINKED));
        item.created(written.record(), writtenSince);
        if (!written.refused().isEmpty()) {
            item.createValues(
                    item.createValues().only(name -> !written.refused().containsKey(name)));
            item.again();
        }
    }

    /** What was refused may be older than the source: then a new create is tried with what it holds now. */
    private void park(Flow flow, Item item, Refusal refusal) {
        boolean heals = refusal.kind().heals();
        boolean outdated = !heals && !FirstTry.values(flow, item).equals(item.createValues());
        if (!heals) {
            item.abandonLink();
        }
        if (outdated) {
            item.again();
        } else {
            item.trouble(trouble(flow, item, refusal.message(), heals));
        }
    }

    private static Trouble trouble(Flow flow, Item item, String why, boolean heals) {
        EntityKey made = flow.entity(item.side().other());
        return new Trouble(
                item.side(),
                item.seen().id(),
                "",
                flow.id() + ": " + made.system() + " refused to create a " + made + " for "
                        + item.seen().record().key() + " (" + why + ")",
                heals);
    }

    /** A refusal that names a record adopts it, unless it is deleted or linked otherwise. */
    private void adoptExisting(Flow flow, EntityClient client, Map<Item, String> existing) {
        if (existing.isEmpty()) {
            return;
        }
        EntityKey made = client.facts().key();
        Map<String, SyncRecord> records = client.readByIds(Set.copyOf(existing.values()), plan.properties(made))
                .found();
        Side side = existing.keySet().iterator().next().side().other();
        Map<String, Link> held = jdbi.withHandle(h -> Links.holding(h, flow.id(), side, Set.copyOf(existing.values())));
        existing.forEach((item, id) -> {
            RecordKey key = made.record(id);
            if (held.containsKey(id)) {
                park(
                        flow,
                        item,
                        new Refusal(Refusal.Kind.DUPLICATE, key + " exists and is linked to another record", id));
            } else if (partners.isApart(flow, item, id)) {
                park(flow, item, new Refusal(Refusal.Kind.DUPLICATE, key + " exists, but " + Partners.TAKEN_APART, id));
            } else if (!records.containsKey(id)) {
                park(flow, item, new Refusal(Refusal.Kind.TEMPORARY, key + " exists but can't be read yet", id));
            } else if (!records.get(id).live()) {
                park(flow, item, new Refusal(Refusal.Kind.DUPLICATE, key + " exists but is deleted", id));
            } else {
                adopt(item, records.get(id), Baseline.empty());
            }
        });
    }
}
