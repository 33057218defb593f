package io.tandem.upsert;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import io.tandem.transform.Settlement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What the result of a create means for its record (rules 10 and 12). */
final class CreateResults {

    private final Jdbi jdbi;
    private final Partners partners;

    CreateResults(Jdbi jdbi, Partners partners) {
        this.jdbi = jdbi;
        this.partners = partners;
    }

    /** @return the id of a record that exists already, which the refusal names: it is to be adopted */
    Optional<String> settle(Flow flow, Writing writing, WriteResult result, boolean losesCreates) {
        if (result instanceof WriteResult.Written written) {
            settleWritten(flow, writing, written);
        } else if (result instanceof WriteResult.Refused refused) {
            Refusal refusal = refused.refusal();
            tellIfGone(flow, writing, refusal);
            if (refusal.kind() == Refusal.Kind.DUPLICATE && refusal.existingId() != null) {
                return Optional.of(refusal.existingId());
            }
            if (losesCreates && refusal.kind().heals()) {
                parkUnknown(flow, writing);
            } else {
                settleRefused(flow, writing, refusal);
            }
        } else {
            throw new IllegalStateException(flow.entity(writing.made()) + " answered a create as if " + writing.item()
                    + " had been there before");
        }
        return Optional.empty();
    }

    /**
     * A repeated create whose record isn't there any more: the first try made it, and nobody can see any more which
     * record it was.
     */
    private void tellIfGone(Flow flow, Writing writing, Refusal refusal) {
        if (writing.isRepeated() && refusal.kind() == Refusal.Kind.GONE) {
            String because =
                    "a " + flow.entity(writing.made()) + " was made for it; the answer was lost, and it is gone by now";
            Entry made = Entry.of(
                            writing.link().attempted(),
                            flow,
                            Event.IN_DOUBT,
                            writing.item().side(),
                            writing.id(),
                            because)
                    .with(Change.created(FirstTry.values(flow, writing)));
            jdbi.useTransaction(h -> History.addOnce(h, made));
        }
    }

    /**
     * A value that the answer doesn't show counts as not written: the next round merges it as one that was never
     * agreed.
     */
    private static void settleWritten(Flow flow, Writing writing, WriteResult.Written written) {
        Baseline baseline = Baseline.empty();
        Map<String, Instant> changedAt = new HashMap<>();
        for (RowOutcome outcome : writing.outcomes()) {
            if (outcome instanceof RowOutcome.WriteTo row
                    && !written.refused().containsKey(row.row().property(writing.made()))) {
                String property = row.row().property(writing.made());
                baseline = Settlement.after(
                        baseline, row, written.record().values().get(property), written.answered());
                changedAt.put(property, row.changedAt());
            }
        }
        SyncRecord given = writing.item().snapshot().record();
        boolean forward = writing.made() == Side.TARGET;
        baseline = Settlement.ofEmpty(
                baseline, flow, forward ? given : written.record(), forward ? written.record() : given);
        Values values = writing.createValues().only(name -> !written.refused().containsKey(name));
        Baseline sent = writing.link().baseline();
        writing.created(written.record(), values, baseline.equals(sent) ? sent : baseline, changedAt);
        if (!written.refused().isEmpty()) {
            writing.again();
        }
    }

    /** The refused values may be older than the source: then a new create is tried with its present values. */
    static void settleRefused(Flow flow, Writing writing, Refusal refusal) {
        if (refusal.kind().heals()) {
            writing.effect(writing.made(), new Effect.InDoubt(Optional.empty()));
            writing.trouble(trouble(flow, writing, refusal.message(), true));
            return;
        }
        boolean outdated = !FirstTry.values(flow, writing).equals(writing.createValues());
        writing.abandon();
        if (outdated) {
            writing.effect(writing.made(), new Effect.Refused(Optional.empty()));
            writing.again();
        } else {
            park(flow, writing, refusal.message(), false);
        }
    }

    /** The answer was lost, and nothing in the API tells whether the record was made. */
    static void parkUnknown(Flow flow, Writing writing) {
        EntityKey made = flow.entity(writing.made());
        writing.effect(writing.made(), new Effect.InDoubt(Optional.empty()));
        writing.trouble(new Trouble(
                writing.item().side(),
                writing.id(),
                "",
                flow.id() + ": whether a " + made + " was made for "
                        + writing.item().snapshot().record().key()
                        + " is not known: its answer was lost, and its API has"
                        + " neither look_up nor a create with {idempotency_key}. Look in " + made.system()
                        + ". If it is there, run: tandem link " + flow.id()
                        + " SOURCE_ID TARGET_ID; if it isn't, a retry"
                        + " makes it",
                false));
    }

    static void park(Flow flow, Writing writing, String why, boolean heals) {
        writing.effect(writing.made(), new Effect.Refused(Optional.empty()));
        writing.trouble(trouble(flow, writing, why, heals));
    }

    private static Trouble trouble(Flow flow, Writing writing, String why, boolean heals) {
        EntityKey made = flow.entity(writing.made());
        return new Trouble(
                writing.item().side(),
                writing.id(),
                "",
                flow.id() + ": " + made.system() + " refused to create a " + made + " for "
                        + writing.item().snapshot().record().key() + " (" + why + ")",
                heals);
    }

    /**
     * A refusal that names a record adopts it, unless it is deleted or linked otherwise.
     *
     * @param existing ids of the named records, all of one side; at least one
     * @param records those of them that can be read, by id
     * @param chunk all writings of theirs
     */
    void adoptExisting(Flow flow, Map<Writing, String> existing, Map<String, SyncRecord> records, List<Writing> chunk) {
        Side made = existing.keySet().iterator().next().made();
        Set<Writing> mine = existing.keySet().stream()
                .filter(writing -> writing.claims(existing.get(writing)))
                .collect(Collectors.toSet());
        Map<String, Link> held = jdbi.withHandle(h -> Links.holding(h, flow.id(), made, Set.copyOf(existing.values())));
        Set<String> contested = Partners.contested(List.copyOf(existing.values()), chunk);
        existing.forEach((writing, id) -> {
            RecordKey key = flow.entity(made).record(id);
            if (!mine.contains(writing)) {
                settleRefused(
                        flow, writing, new Refusal(Refusal.Kind.TEMPORARY, key + " exists" + Partners.IN_HAND, id));
            } else if (held.containsKey(id)) {
                duplicate(flow, writing, key + " exists and is linked to another record");
            } else if (contested.contains(id)) {
                duplicate(
                        flow,
                        writing,
                        key + " exists and may be the partner of several. Link the right one: tandem link");
            } else if (partners.isUnlinked(flow, writing, id)) {
                duplicate(flow, writing, key + " exists, but " + Partners.UNLINKED);
            } else if (!records.containsKey(id)) {
                settleRefused(
                        flow, writing, new Refusal(Refusal.Kind.TEMPORARY, key + " exists but can't be read yet", id));
            } else if (!records.get(id).live()) {
                duplicate(flow, writing, key + " exists but is deleted");
            } else {
                writing.adopted(records.get(id), new Effect.Adopted(records.get(id)), Baseline.empty());
            }
        });
    }

    private static void duplicate(Flow flow, Writing writing, String why) {
        settleRefused(flow, writing, new Refusal(Refusal.Kind.DUPLICATE, why, null));
    }
}
