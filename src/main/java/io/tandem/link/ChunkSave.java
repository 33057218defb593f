package io.tandem.link;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Effects;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Started;
import io.tandem.chunk.Trouble;
import io.tandem.config.Tuning;
import io.tandem.fetch.Feeds;
import io.tandem.fetch.QuietRecords;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.Conflicts;
import io.tandem.store.Entry;
import io.tandem.store.FileCommits;
import io.tandem.store.FlowProgress;
import io.tandem.store.History;
import io.tandem.store.Intents;
import io.tandem.store.Links;
import io.tandem.store.Park;
import io.tandem.store.References;
import io.tandem.store.StartedCreates;
import io.tandem.store.Unresolved;
import io.tandem.store.Wakes;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Stores what became of the records of a chunk in one transaction: all of it, or nothing (rule 11). */
public final class ChunkSave {

    /** @param quiet partners at which nobody need look */
    private record Saved(Map<Item, Link> links, List<QuietRecords.Quiet> quiet) {}

    private final ItemStore store;
    private final Feeds feeds;
    private final References references;
    private final NewLinks newLinks;
    private final QuietRecords quiet;
    private final Clock clock;
    private final Tuning.Pauses pauses;

    public ChunkSave(
            Jdbi jdbi,
            Feeds feeds,
            References references,
            NewLinks newLinks,
            QuietRecords quiet,
            Clock clock,
            Tuning.Pauses pauses) {
        this.quiet = quiet;
        this.pauses = pauses;
        this.store = new ItemStore(jdbi);
        this.feeds = feeds;
        this.references = references;
        this.newLinks = newLinks;
        this.clock = clock;
    }

    /** @return the chunk as it is stored now */
    Chunk save(Chunk chunk) {
        ItemStore.Stored<Saved> stored = movesOffset(chunk) ? inTurn(chunk) : stored(chunk);
        return chunk.with(item -> {
            Trouble refused = stored.refused().get(item);
            Link link = stored.result().links().get(item);
            return refused != null ? item.refused(refused) : link == null ? item : item.saved(link);
        });
    }

    /** Chunks that end together move the offset one after the other. */
    private ItemStore.Stored<Saved> inTurn(Chunk chunk) {
        chunk.place().hold();
        try {
            return stored(chunk);
        } finally {
            chunk.place().release();
        }
    }

    private ItemStore.Stored<Saved> stored(Chunk chunk) {
        ItemStore.Stored<Saved> stored =
                store.store(chunk.flow(), chunk.items(), (h, good, refused) -> save(h, chunk, good, refused));
        quiet.add(chunk.flow(), chunk.from().other(), stored.result().quiet());
        chunk.place().saved();
        return stored;
    }

    private static boolean movesOffset(Chunk chunk) {
        return chunk.last() != chunk.first();
    }

    /** Of refused records only this is stored: they are parked. */
    private Saved save(Handle handle, Chunk chunk, List<Item> good, Map<Item, Trouble> refused) {
        FileCommits.mayBeLate(handle);
        Flow flow = chunk.flow();
        Instant now = clock.instant();
        List<Item> linked = good.stream()
                .filter(item -> item.skipped().isEmpty() && item.link().isPresent())
                .toList();
        List<Entry> entries = ChunkHistory.of(flow, linked, now);
        Map<Item, Link> links = saveLinks(handle, flow, linked);
        good.stream()
                .flatMap(item -> item.effects().flatMap(Effects::abandoned).stream())
                .filter(Link::hasRow)
                .forEach(link -> Links.delete(handle, link));
        settleStarted(handle, chunk.place().started(), good);
        List<QuietRecords.Quiet> found = quietPartners(
                flow, links, saveSnapshots(handle, flow, linked, chunk.from().other()));
        newLinks.leaveMatch(
                handle,
                flow,
                linked.stream().filter(item -> item.stored().isEmpty()).toList());
        entries.addAll(saveOutcomes(handle, flow, links, now));
        List<Item> parked = new ArrayList<>(good);
        refused.forEach((item, why) -> parked.add(item.refused(why)));
        entries.addAll(ChunkHistory.parked(flow, Park.settle(handle, flow, parked, now, pauses), now));
        History.add(handle, entries);
        Wakes.answered(handle, chunk.wakes());
        Wakes.add(
                handle,
                flow.id(),
                chunk.from(),
                good.stream()
                        .filter(Item::mustRunAgain)
                        .map(item -> item.snapshot().id())
                        .toList());
        if (movesOffset(chunk)) {
            FlowProgress.move(
                    handle,
                    flow,
                    chunk.from(),
                    chunk.place().offset(),
                    chunk.place().reached());
        }
        return new Saved(links, found);
    }

    /** @param made the partners that were stored */
    private static List<QuietRecords.Quiet> quietPartners(Flow flow, Map<Item, Link> links, List<Snapshot> made) {
        Map<String, Snapshot> partners = made.stream().collect(Collectors.toMap(Snapshot::id, Function.identity()));
        List<QuietRecords.Quiet> found = new ArrayList<>();
        links.forEach((item, link) -> {
            Optional<Snapshot> stored =
                    Optional.ofNullable(partners.get(link.recordId(item.side().other())));
            QuietRecords.partner(flow, item, link, stored).ifPresent(found::add);
        });
        return found;
    }

    /** @return all links as they are stored now */
    private Map<Item, Link> saveLinks(Handle handle, Flow flow, List<Item> items) {
        Map<Item, Link> stored = new LinkedHashMap<>();
        Map<Item, Link> news = new LinkedHashMap<>();
        Map<Item, Link> started = new LinkedHashMap<>();
        Map<Item, Link> changed = new LinkedHashMap<>();
        for (Item item : items) {
            Effects effects = item.effects().orElseThrow();
            Link link = effects.link().orElseThrow().withBaseline(effects.baseline());
            stored.put(item, link);
            if (effects.stored().isEmpty()) {
                news.put(item, link);
            } else if (!effects.stored().get().hasRow()) {
                started.put(item, link);
            } else if (!effects.stored().get().equals(link)) {
                changed.put(item, link);
            }
        }
        put(stored, changed, Links.saveAll(handle, List.copyOf(changed.values())));
        put(stored, started, Links.insertAll(handle, List.copyOf(started.values())));
        put(stored, news, newLinks.store(handle, flow, List.copyOf(news.values())));
        references.linked(
                handle,
                flow,
                Stream.concat(started.keySet().stream(), changed.keySet().stream())
                        .filter(item -> item.created() || item.mustRunAgain())
                        .map(stored::get)
                        .toList());
        Intents.forget(
                handle, items.stream().flatMap(item -> over(item).stream()).toList());
        return stored;
    }

    /** Creates whose result the store refuses stay as {@code creating} links. */
    private static void settleStarted(Handle handle, Started started, List<Item> good) {
        Map<String, Link> open = new LinkedHashMap<>(started.links());
        good.stream()
                .filter(item -> item.skipped().isEmpty())
                .map(item -> item.snapshot().id())
                .forEach(open::remove);
        StartedCreates.replace(handle, started, open.values());
    }

    private static void put(Map<Item, Link> stored, Map<Item, Link> saved, List<Link> links) {
        int i = 0;
        for (Item item : saved.keySet()) {
            stored.put(item, links.get(i++));
        }
    }

    /** The intents whose write is settled. */
    private static List<Intent> over(Item item) {
        List<Intent> over = new ArrayList<>();
        item.decision().ifPresent(decision -> {
            over.addAll(decision.earlier().tookEffect());
            over.addAll(decision.earlier().inDoubt());
        });
        item.effects().ifPresent(effects -> {
            over.addAll(effects.answered());
            over.addAll(effects.inDoubt());
        });
        return over;
    }

    /**
     * Feeds are locked in one order everywhere, so that two flows can't lock each other out.
     *
     * @return what is a change of the partners' feed
     */
    private List<Snapshot> saveSnapshots(Handle handle, Flow flow, List<Item> items, Side partners) {
        List<Snapshot> news = new ArrayList<>();
        Map<EntityKey, Side> sides = new TreeMap<>();
        for (Side side : Side.values()) {
            sides.put(flow.entity(side), side);
        }
        sides.forEach((entity, side) -> {
            Map<String, SyncRecord> answers = new HashMap<>();
            Map<String, Map<String, Instant>> since = new HashMap<>();
            for (Item item : items) {
                Effect effect = item.effects().orElseThrow().on(side);
                effect.fresh().ifPresent(record -> {
                    answers.put(record.key().id(), record);
                    since.put(record.key().id(), effect.changedAt());
                });
            }
            List<Snapshot> saved = feeds.saveAnswers(handle, entity, answers, since::get);
            news.addAll(side == partners ? saved : List.of());
        });
        return news;
    }

    private static boolean isWritten(Item item, RowOutcome outcome) {
        return outcome instanceof RowOutcome.WriteTo write
                && item.effects().orElseThrow().on(write.to()) instanceof Effect.Written written
                && written.rows().contains(write);
    }

    /** @return what is news in them */
    private List<Entry> saveOutcomes(Handle handle, Flow flow, Map<Item, Link> links, Instant now) {
        List<Entry> news = new ArrayList<>();
        Set<Long> unsettled = Conflicts.unsettled(
                handle, links.values().stream().map(Link::id).toList());
        Map<Long, List<RowOutcome>> outcomes = new HashMap<>();
        links.forEach((item, link) -> {
            outcomes.put(link.id(), item.outcomes());
            if (unsettled.contains(link.id()) || item.outcomes().stream().anyMatch(Conflicts::matters)) {
                List<RowOutcome> stored =
                        Conflicts.save(handle, link, item.outcomes(), outcome -> isWritten(item, outcome), now);
                news.addAll(Conflicts.entries(flow, link, stored, now));
            }
        });
        Unresolved.save(handle, flow.id(), outcomes, references::idSpace);
        return news;
    }
}
