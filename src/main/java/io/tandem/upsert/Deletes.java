package io.tandem.upsert;

import io.tandem.chunk.Effect;
import io.tandem.chunk.Trouble;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Deletes the partners of deleted records, where a flow says {@code deletes: propagate} (rule 13). */
public final class Deletes {

    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final RecordClaims claims;
    private final Patience patience;

    public Deletes(Jdbi jdbi, Function<EntityKey, EntityClient> clients, FeedNeeds needs, RecordClaims claims) {
        this.clients = clients;
        this.needs = needs;
        this.claims = claims;
        this.patience = new Patience(jdbi);
    }

    /**
     * Claims the records, so that each has one writer at a time (rule 9).
     *
     * @throws io.tandem.flow.RoundStopped.HeldElsewhere if another worker writes one of them for longer than wait.write
     */
    void write(Flow flow, Side side, List<Writing> all) {
        List<Writing> dying = all.stream()
                .filter(writing -> writing.toDelete().filter(side::equals).isPresent())
                .toList();
        if (dying.isEmpty()) {
            return;
        }
        EntityKey entity = flow.entity(side);
        List<Write> writes = dying.stream()
                .map(writing -> (Write) new Write.Delete(writing.record(side)))
                .toList();
        List<String> ids =
                dying.stream().map(writing -> writing.record(side).key().id()).toList();
        try (RecordClaims.Claim oneWriterAtATime = claims.take(entity, ids)) {
            List<WriteResult> results = clients.apply(entity).write(writes, needs.properties(entity));
            oneWriterAtATime.renew();
            for (int i = 0; i < dying.size(); i++) {
                settle(flow, side, dying.get(i), results.get(i));
            }
        }
    }

    private void settle(Flow flow, Side side, Writing writing, WriteResult result) {
        SyncRecord record = writing.record(side);
        if (result instanceof WriteResult.Written) {
            writing.deleted(new Effect.Written(record.deleted(), List.of(), Map.of()));
            patience.restored(flow, side, record);
        } else if (result instanceof WriteResult.Stale stale) {
            writing.effect(side, new Effect.Stale(Optional.ofNullable(stale.fresh())));
            fruitless(flow, side, writing, Patience.CONFLICT);
        } else if (result instanceof WriteResult.Refused refused) {
            settleRefused(flow, side, writing, refused.refusal());
        }
    }

    private void settleRefused(Flow flow, Side side, Writing writing, Refusal refusal) {
        SyncRecord record = writing.record(side);
        if (refusal.kind() == Refusal.Kind.GONE) {
            writing.deleted(new Effect.Gone(record.deleted()));
            return;
        }
        writing.effect(
                side,
                refusal.kind() == Refusal.Kind.TEMPORARY
                        ? new Effect.InDoubt(Optional.empty())
                        : new Effect.Refused(Optional.empty()));
        if (refusal.kind() == Refusal.Kind.WITHOUT_EFFECT) {
            fruitless(flow, side, writing, refusal);
        } else {
            writing.trouble(trouble(flow, side, record, refusal));
        }
    }

    private void fruitless(Flow flow, Side side, Writing writing, Refusal refusal) {
        if (patience.lasts(flow, side, writing.record(side))) {
            writing.again();
        } else {
            writing.trouble(trouble(flow, side, writing.record(side), refusal));
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
