package io.tandem.link;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.history.Entry;
import io.tandem.history.Event;
import io.tandem.history.History;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

    /** Stores those of the items' links that aren't yet, and wakes what waited for them. In the caller's transaction. */
    public void store(Handle handle, Flow flow, Collection<Item> items) {
        Instant now = clock.instant();
        List<Item> news = items.stream()
                .filter(item -> item.link().orElseThrow().id() == 0)
                .toList();
        List<Link> links = Links.insertAll(
                handle, news.stream().map(item -> item.link().orElseThrow()).toList());
        String because = "they match by " + match(flow);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            news.get(i).storedLink(links.get(i));
            entries.add(Entry.of(now, flow, links.get(i), Event.LINKED, Side.SOURCE, because));
        }
        references.linked(handle, flow, links);
        History.add(handle, entries);
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
