package io.tandem.link;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.store.MatchKeyTable;
import io.tandem.store.References;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Stores the links that a match has just found. */
public final class NewLinks {

    private final References references;
    private final BiFunction<Flow, Side, KeyRule> rules;
    private final Clock clock;

    /** @param rules how a flow that matches makes the keys of a side */
    public NewLinks(References references, BiFunction<Flow, Side, KeyRule> rules, Clock clock) {
        this.rules = rules;
        this.references = references;
        this.clock = clock;
    }

    /**
     * Lets records whose links are new match nobody else. In the caller's transaction, after it locked what it locks besides:
     * a fetch changes keys while it has their feed. In the order of the feeds, as a chunk changes keys that wrote to both.
     */
    public void leaveMatch(Handle handle, Flow flow, Collection<Item> linked) {
        List<Side> sides = Stream.of(Side.values())
                .filter(any -> flow.matches())
                .sorted(Comparator.comparing(flow::entity))
                .toList();
        for (Side side : sides) {
            List<SyncRecord> records = linked.stream()
                    .flatMap(item -> item.on(side).stream())
                    .map(Snapshot::record)
                    .toList();
            if (!records.isEmpty()) {
                MatchKeyTable.forget(handle, rules.apply(flow, side), records);
            }
        }
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
