package io.tandem.transform;

import io.tandem.chunk.Chunk;
import io.tandem.config.Moments;
import io.tandem.config.Tuning;
import io.tandem.fetch.DeleteGuard;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.RoundStopped;
import io.tandem.record.EntityKey;
import io.tandem.store.References;
import io.tandem.system.EntityFacts;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;

/**
 * Converts and merges each pair three ways with its baseline; says what a new target record is to hold.
 *
 * <p>Shape: a chunk in; the same out, each record that isn't skipped with its {@link io.tandem.chunk.Decision}. Cost: four
 * queries for the chunk, and one for each pair of entities that are referred to. Writes nothing.
 *
 * @see PairMerge
 */
public final class TransformStep implements Processor {

    private final Jdbi jdbi;
    private final Feeds feeds;
    private final References references;
    private final Function<EntityKey, EntityFacts> facts;
    private final Moments moments;
    private final Tuning.Guard guard;
    private final Map<String, PairMerge> merges = new ConcurrentHashMap<>();

    public TransformStep(
            Jdbi jdbi,
            Feeds feeds,
            References references,
            Function<EntityKey, EntityFacts> facts,
            Clock clock,
            Tuning.Guard guard) {
        this.guard = guard;
        this.jdbi = jdbi;
        this.feeds = feeds;
        this.references = references;
        this.facts = facts;
        this.moments = new Moments(clock);
    }

    /** @throws RoundStopped if more was deleted than the guard lets pass (rule 13) */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        ChunkDecisions decisions = new ChunkDecisions(
                chunk,
                StoredPairs.of(jdbi, feeds, chunk),
                new PairCase(chunk.flow(), facts, moments),
                merge(chunk.flow()));
        if (decisions.findDeletes()) {
            askTheGuard(chunk.flow());
        }
        exchange.getMessage().setBody(decisions.decide(references.resolve(decisions.wanted())));
    }

    /** Another flow's round may have found more deletes since the guard looked at the beginning of this one. */
    private void askTheGuard(Flow flow) {
        jdbi.inTransaction(h -> DeleteGuard.recount(h, flow, feeds, guard)).ifPresent(why -> {
            throw new RoundStopped.GuardHolds(why);
        });
    }

    private PairMerge merge(Flow flow) {
        return merges.computeIfAbsent(
                flow.id(), id -> new PairMerge(flow, facts.apply(flow.source()), facts.apply(flow.target())));
    }
}
