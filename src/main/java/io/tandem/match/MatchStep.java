package io.tandem.match;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.feed.MatchKeys;
import io.tandem.feed.MatchKeys.Candidate;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.link.Links;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Finds each record's partner: the stored link first, then the flow's match rows; else says whether one is to be created. */
public final class MatchStep implements Processor {

    private final Jdbi jdbi;
    private final Clock clock;

    public MatchStep(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        jdbi.useHandle(h -> {
            Map<String, Link> links = Links.holding(h, chunk.flow().id(), chunk.from(), ids(chunk.open()));
            chunk.open().forEach(item -> item.storedLink(links.get(item.seen().id())));
            List<Item> alone =
                    chunk.open().stream().filter(item -> item.link().isEmpty()).toList();
            if (chunk.flow().matches() && !alone.isEmpty()) {
                List<Candidate> candidates = candidates(h, chunk, alone);
                match(chunk, alone, new Matching(candidates, apart(h, chunk.flow(), candidates)));
            } else {
                alone.forEach(item -> withoutPartner(chunk, item, "has no link"));
            }
        });
    }

    /** With several alternatives a partner may be tied to others by another one: those count too. */
    private static List<Candidate> candidates(Handle handle, Chunk chunk, List<Item> alone) {
        Set<Candidate> found = new LinkedHashSet<>(MatchKeys.around(handle, chunk.flow(), chunk.from(), ids(alone)));
        if (chunk.flow().match().size() > 1) {
            for (Side side : Side.values()) {
                List<String> partners = found.stream()
                        .filter(c -> c.side() == side)
                        .map(Candidate::recordId)
                        .distinct()
                        .toList();
                found.addAll(MatchKeys.around(handle, chunk.flow(), side, partners));
            }
        }
        return List.copyOf(found);
    }

    private static Set<Links.Pair> apart(Handle handle, Flow flow, List<Candidate> candidates) {
        return Links.unlinked(
                handle,
                flow.id(),
                candidates.stream()
                        .filter(c -> c.side() == Side.SOURCE)
                        .map(Candidate::recordId)
                        .distinct()
                        .toList());
    }

    private void match(Chunk chunk, List<Item> alone, Matching matching) {
        for (Item item : alone) {
            String id = item.seen().id();
            Matching.Verdict verdict = matching.of(chunk.from(), id);
            if (verdict instanceof Matching.Verdict.Matched matched) {
                matching.linked(chunk.from(), id, matched.partnerId());
                item.link(newLink(chunk, id, matched.partnerId()));
            } else if (verdict instanceof Matching.Verdict.Ambiguous) {
                item.skip("ambiguous: several records match");
            } else {
                withoutPartner(chunk, item, "no record matches");
            }
        }
    }

    private Link newLink(Chunk chunk, String id, String partnerId) {
        boolean forward = chunk.from() == Side.SOURCE;
        return Link.matched(chunk.flow().id(), forward ? id : partnerId, forward ? partnerId : id, clock.instant());
    }

    private static void withoutPartner(Chunk chunk, Item item, String because) {
        Flow flow = chunk.flow();
        boolean takesPart = item.seen().record().live()
                && flow.conditions(chunk.from()).stream()
                        .allMatch(c -> c.holds(item.seen().record().values()));
        if (flow.creates(chunk.from()) && takesPart) {
            item.toCreate(true);
        } else {
            item.skip(because);
        }
    }

    private static Collection<String> ids(List<Item> items) {
        return items.stream().map(item -> item.seen().id()).toList();
    }
}
