package io.tandem.transform;

import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.config.Moments;
import io.tandem.fetch.NeverSeen;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.system.EntityFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is to be done with a linked record, before any value is looked at: rules 10 and 13. Reads and changes nothing. */
final class PairCase {

    /** What a record's case is. */
    sealed interface Case {
        /** Nothing is to be merged or made: this is all. */
        record Decided(Decision decision) implements Case {}

        /** Its values are merged with the partner's. */
        record ToMerge(Link pair, Snapshot partner) implements Case {}

        /** It gets a new partner, for the first time or once more. */
        record ToCreate() implements Case {}
    }

    private final Flow flow;
    private final Function<EntityKey, EntityFacts> facts;
    private final Moments moments;

    PairCase(Flow flow, Function<EntityKey, EntityFacts> facts, Moments moments) {
        this.flow = flow;
        this.facts = facts;
        this.moments = moments;
    }

    Moments moments() {
        return moments;
    }

    EntityFacts facts(Side side) {
        return facts.apply(flow.entity(side));
    }

    Case of(Item item, StoredPairs known) {
        Optional<Link> linked = item.verdict().orElseThrow().link();
        if (linked.isEmpty()) {
            return new Case.ToCreate();
        }
        Link link = linked.get();
        if (link.state() == LinkState.CREATING) {
            return started(item.side().other(), link);
        }
        Optional<Snapshot> partner = known.partner(link);
        return partner.isPresent() ? pair(item, link, partner.get(), known.intents(link)) : unseen(item, link);
    }

    /** What another process started and did not live to end may have been under way until this one started. */
    private Case started(Side made, Link link) {
        Instant lastTried = moments.latest(link.attempted(), flow.id() + ": a create's last try");
        return moments.now().isBefore(lastTried.plus(facts(made).lookupLag()))
                ? new Case.Decided(
                        new Decision.Left("its create was started and is looked up once it must be visible", List.of()))
                : new Case.ToCreate();
    }

    private Case unseen(Item item, Link link) {
        Side other = item.side().other();
        return new Case.Decided(new Decision.Left(
                "its partner " + flow.entity(other).record(link.recordId(other)) + " was not seen yet",
                List.of(NeverSeen.trouble(flow, link, other))));
    }

    /** Where nothing is merged any more, nobody will see what became of a write whose answer was lost. */
    private Case pair(Item item, Link link, Snapshot partner, List<Intent> pending) {
        Presence mine = item.snapshot().record().presence();
        Presence theirs = partner.record().presence();
        Presence source = item.side() == Side.SOURCE ? mine : theirs;
        Presence target = item.side() == Side.SOURCE ? theirs : mine;
        LinkState next = Lifecycle.next(link, source, target);
        Optional<Side> survivor = flow.deletes() == DeletePolicy.PROPAGATE
                ? Lifecycle.survivor(link, next, source, target)
                        .filter(side -> facts(side).canDelete())
                : Optional.empty();
        EarlierWrites earlier = EarlierWrites.inDoubt(pending);
        if (survivor.isPresent()) {
            return new Case.Decided(new Decision.Delete(link, partner, survivor.get(), next, earlier));
        }
        return next == LinkState.LINKED
                ? new Case.ToMerge(link.withState(next), partner)
                : new Case.Decided(new Decision.Rest(link.withState(next), partner, earlier));
    }
}
