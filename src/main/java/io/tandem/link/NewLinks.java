package io.tandem.link;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.store.References;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Stores the links that a match has just found. */
public final class NewLinks {

    private final References references;
    private final Clock clock;

    public NewLinks(References references, Clock clock) {
        this.references = references;
        this.clock = clock;
    }

    /**
     * Stores new links, and wakes what waited for them. In the caller's transaction.
     *
     * @return as they are stored, in order
     */
    public List<Link> store(Handle handle, Flow flow, List<Link> news) {
        Instant now = clock.instant();
        List<Link> links = Links.insertAll(handle, news);
        String because = "they match by " + match(flow);
        references.linked(handle, flow, links);
        History.add(
                handle,
                links.stream()
                        .map(link -> Entry.of(now, flow, link, Event.LINKED, Side.SOURCE, because))
                        .toList());
        return links;
    }

    private static String match(Flow flow) {
        return flow.match().stream()
                .map(pairs -> pairs.stream().map(NewLinks::pair).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or by "));
    }

    private static String pair(MatchPair pair) {
        return pair.source() + " = " + pair.target();
    }
}
