package io.tandem.match;

import io.tandem.chunk.Chunk;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds each record's partner: the stored link first, then the flow's match rows. Else it says whether one is to be
 * created.
 *
 * <p>Shape: a chunk in; the same out, each record that isn't skipped with its {@link io.tandem.chunk.Verdict}. Cost:
 * one query for links. For records without link, one for match keys, three more where they lack a key or a flow has several
 * match rows, one for pairs that were unlinked, one for creates whose answers aren't known, and one where creates may be held
 * back. Changes nothing in the store. No other chunk of the round has the partners until this one is done. A chunk whose round
 * is over goes no further.
 */
public final class MatchStep implements Processor {

    private final Jdbi jdbi;
    private final BiFunction<Flow, Side, KeyRule> rules;
    private final Clock clock;

    /** @param rules how a flow makes the keys of a side */
    public MatchStep(Jdbi jdbi, BiFunction<Flow, Side, KeyRule> rules, Clock clock) {
        this.jdbi = jdbi;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        if (chunk.place().enter()) {
            exchange.getMessage().setBody(claimed(chunk));
        } else {
            exchange.setRouteStop(true);
        }
    }

    /** If another chunk has a partner in hand, it may link it. Then the chunk waits and matches once more. */
    private Chunk claimed(Chunk chunk) {
        while (true) {
            long finished = chunk.place().finished();
            Chunk matched = jdbi.withHandle(h -> Verdicts.of(h, chunk, rules, clock.instant()));
            if (chunk.place().claim(partners(matched), finished)) {
                return matched;
            }
            chunk.place().awaitMoreThan(finished);
        }
    }

    private static List<String> partners(Chunk matched) {
        return matched.items().stream()
                .flatMap(item -> item.link().stream())
                .map(link -> link.recordId(matched.from().other()))
                .filter(Objects::nonNull)
                .toList();
    }
}
