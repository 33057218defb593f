package io.tandem.link;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Tally;
import io.tandem.chunk.Trouble;
import io.tandem.feed.Feeds;
import io.tandem.feed.Round;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.history.Entry;
import io.tandem.history.History;
import io.tandem.park.Park;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Saves links, baselines, snapshots of what was written, troubles and the offset of a chunk in one transaction. */
public final class LinkStep implements Processor {

    private final ItemStore store;
    private final Feeds feeds;
    private final References references;
    private final NewLinks newLinks;
    private final Tally tally;
    private final Clock clock;

    public LinkStep(Jdbi jdbi, Feeds feeds, References references, Tally tally, Clock clock) {
        this.store = new ItemStore(jdbi);
        this.feeds = feeds;
        this.references = references;
        this.newLinks = new NewLinks(references, clock);
        this.tally = tally;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        chunk.linked().forEach(item -> parkFailedRows(chunk.flow(), item));
        store.store(chunk.flow(), chunk.items(), (h, good) -> save(h, chunk, Set.copyOf(good)));
        tally.count(
                chunk,
                Optional.ofNullable(exchange.getProperty(Round.PROPERTY, Round.class))
                        .flatMap(Round::run));
    }

    /** Of the items that aren't good only those are stored that were refused: as parked. */
    private void save(Handle handle, Chunk chunk, Set<Item> good) {
        List<Item> items = chunk.items().stream()
                .filter(item -> good.contains(item) || item.isRefused())
                .toList();
        List<Item> linked = chunk.linked().stream().filter(good::contains).toList();
        Instant now = clock.instant();
        List<Entry> entries = ChunkHistory.of(chunk.flow(), linked, now);
        saveLinks(handle, chunk.flow(), linked);
        items.forEach(item -> item.abandoned().ifPresent(link -> Links.delete(handle, link)));
        saveSnapshots(handle, chunk.flow(), linked);
        entries.addAll(saveOutcomes(handle, chunk.flow(), linked, now));
        entries.addAll(ChunkHistory.parked(
                chunk.flow(), Park.settle(handle, chunk.flow().id(), items, now), now));
        History.add(handle, entries);
        Wakes.answered(handle, chunk.wakes());
        Wakes.add(
                handle,
                chunk.flow().id(),
                chunk.from(),
                items.stream()
                        .filter(Item::mustRunAgain)
                        .map(item -> item.seen().id())
                        .toList());
        if (chunk.last() != chunk.first()) {
            Progress.move(handle, chunk.flow(), chunk.from(), chunk.first(), chunk.last());
        }
        if (!chunk.compared().isEmpty()) {
            Progress.matchedAt(handle, chunk.flow().id(), chunk.from(), chunk.compared());
        }
    }

    private void saveLinks(Handle handle, Flow flow, List<Item> items) {
        List<Item> news = new ArrayList<>();
        List<Item> changed = new ArrayList<>();
        List<Link> complete = new ArrayList<>();
        for (Item item : items) {
            Link before = item.link().orElseThrow();
            Link link = before.withBaseline(agreed(item));
            if (before.id() == 0) {
                item.link(link);
                news.add(item);
            } else if (item.linkChanged() || !link.baseline().equals(before.baseline())) {
                item.link(link);
                changed.add(item);
                if (item.created() || item.mustRunAgain()) {
                    complete.add(link);
                }
            }
        }
        Links.saveItems(handle, changed);
        newLinks.store(handle, flow, news);
        references.linked(handle, flow, complete);
        Intents.forget(
                handle,
                items.stream().flatMap(item -> item.attempts().over().stream()).toList());
    }

    /** The baseline with the rows that agree without a write. */
    private static io.tandem.chunk.Baseline agreed(Item item) {
        io.tandem.chunk.Baseline baseline = item.baseline();
        for (RowOutcome outcome : item.outcomes()) {
            if (outcome instanceof RowOutcome.Agreed agreed) {
                baseline = baseline.with(outcome.row(), agreed.source(), agreed.target());
            }
        }
        return baseline;
    }

    /** Feeds are locked in one order everywhere, so that two flows can't lock each other out. */
    private void saveSnapshots(Handle handle, Flow flow, List<Item> items) {
        Map<EntityKey, Side> sides = new TreeMap<>();
        for (Side side : Side.values()) {
            sides.put(flow.entity(side), side);
        }
        sides.forEach((entity, side) -> {
            Map<String, SyncRecord> answers = new HashMap<>();
            Map<String, Map<String, Instant>> since = new HashMap<>();
            items.stream().filter(item -> item.fresh().containsKey(side)).forEach(item -> {
                SyncRecord record = item.fresh().get(side);
                answers.put(record.key().id(), record);
                since.put(record.key().id(), item.written(side));
            });
            feeds.saveAnswers(handle, entity, answers, since::get);
        });
    }

    /** @return what is news in them */
    private List<Entry> saveOutcomes(Handle handle, Flow flow, List<Item> items, Instant now) {
        List<Entry> news = new ArrayList<>();
        List<Long> ids =
                items.stream().map(item -> item.link().orElseThrow().id()).toList();
        Set<Long> unsettled = Conflicts.unsettled(handle, ids);
        Map<Link, List<RowOutcome>> outcomes = new LinkedHashMap<>();
        for (Item item : items) {
            Link link = item.link().orElseThrow();
            outcomes.put(link, item.outcomes());
            if (unsettled.contains(link.id()) || item.outcomes().stream().anyMatch(Conflicts::matters)) {
                news.addAll(Conflicts.entries(flow, link, Conflicts.save(handle, link, item.outcomes(), now), now));
            }
        }
        Unresolved.save(handle, outcomes, references::idSpace);
        return news;
    }

    private static void parkFailedRows(Flow flow, Item item) {
        for (RowOutcome outcome : item.outcomes()) {
            if (outcome instanceof RowOutcome.Failed failed) {
                Side side = failed.side();
                item.trouble(new Trouble(
                        side,
                        item.link().orElseThrow().recordId(side),
                        failed.row().property(side) == null
                                ? failed.row().target()
                                : failed.row().property(side),
                        flow.id() + ": " + failed.reason(),
                        false));
            }
        }
    }
}
