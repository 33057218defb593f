package io.tandem.upsert;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Started;
import io.tandem.chunk.UnderWay;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.link.ItemStore;
import io.tandem.link.NewLinks;
import io.tandem.record.Values;
import io.tandem.store.Conflicts;
import io.tandem.store.FileCommits;
import io.tandem.store.Intents;
import io.tandem.store.Links;
import io.tandem.store.StartedCreates;
import io.tandem.store.Wakes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records what is about to be done for the records of a chunk, in one transaction before the first of its writes: whatever
 * happens then, the store knows what may have happened. That is
 *
 * <ul>
 *   <li>the link of a new pair that is written: a write belongs to a link;
 *   <li>the link of a create, as {@code creating}, with its key and what is sent (rule 10): on its own, or all of a chunk together;
 *   <li>a conflict that a write settles: the value that loses leaves a trace;
 *   <li>the values of each write, as intents: what shows up later is known as ours (rules 8 and 18).
 * </ul>
 */
public final class WriteAhead {

    private final Jdbi jdbi;
    private final ItemStore store;
    private final NewLinks newLinks;
    private final Predicate<Flow> together;
    private final Clock clock;

    /** @param together whether one row may hold the creates of a flow: no other flow has to know of each of them */
    public WriteAhead(Jdbi jdbi, NewLinks newLinks, Predicate<Flow> together, Clock clock) {
        this.jdbi = jdbi;
        this.store = new ItemStore(jdbi);
        this.newLinks = newLinks;
        this.together = together;
        this.clock = clock;
    }

    /**
     * What one transaction stored, by record.
     *
     * @param held links that some records have by now
     */
    private record Recorded(
            Map<Item, Link> links, Map<Item, List<Intent>> intents, Map<Item, Link> held, Started started) {}

    /**
     * Can be done again. A link that an earlier try stored is used as it is, and no create starts twice. What an
     * earlier try has sent is left to the next round, which finds out what became of it.
     *
     * <p>Cost: none where nothing is to be written. Else a query for links and one for intents, a batch for each kind
     * of row, and up to three statements for a conflict.
     *
     * @param toCreate those of them for which a partner is to be made
     */
    void record(Chunk chunk, List<Writing> all, List<Writing> toCreate) {
        Map<Item, Writing> ahead = new LinkedHashMap<>();
        all.stream().filter(Writing::isRecordedAhead).forEach(writing -> ahead.put(writing.item(), writing));
        toCreate.forEach(writing -> ahead.put(writing.item(), writing));
        if (ahead.isEmpty()) {
            if (all.stream().anyMatch(writing -> writing.toDelete().isPresent())) {
                FileCommits.writeAll(jdbi);
            }
            return;
        }
        ItemStore.Stored<Recorded> stored = store.store(
                chunk.flow(),
                List.copyOf(ahead.keySet()),
                (h, good, refused) ->
                        record(h, chunk, good.stream().map(ahead::get).toList()));
        chunk.place().started(stored.result().started());
        stored.result().held().forEach((item, link) -> ahead.get(item).leaveTo(link));
        stored.result().links().forEach((item, link) -> ahead.get(item).recorded(link));
        stored.result().intents().forEach((item, intents) -> intents.forEach(ahead.get(item)::recorded));
        stored.refused().forEach((item, why) -> ahead.get(item).refuse(why));
    }

    private Recorded record(Handle handle, Chunk chunk, List<Writing> all) {
        Instant now = clock.instant();
        Started earlier = chunk.place().started();
        StartedCreates.replace(handle, earlier, earlier.links().values());
        Map<Item, Link> held = held(handle, chunk, all);
        List<Writing> good = all.stream()
                .filter(writing ->
                        !held.containsKey(writing.item()) || isPair(handle, writing, held.get(writing.item())))
                .toList();
        Map<Item, Link> links = new HashMap<>(held);
        links.keySet().retainAll(good.stream().map(Writing::item).toList());
        held.keySet().removeAll(links.keySet());
        links.putAll(newPairs(
                handle,
                chunk,
                good.stream()
                        .filter(writing -> !links.containsKey(writing.item()))
                        .toList()));
        links.putAll(repeated(handle, good, now));
        Map<Item, Link> creating = creating(chunk.flow(), good, now);
        boolean inOne = !creating.isEmpty() && together.test(chunk.flow());
        Started started = inOne ? StartedCreates.add(handle, List.copyOf(creating.values())) : Started.none();
        links.putAll(inOne ? creating : inserted(handle, creating));
        good.forEach(writing -> conflicts(handle, chunk.flow(), writing, links, now));
        return new Recorded(links, intents(handle, good, links, now), held, started);
    }

    /** Links that differ from what was matched, and links of pairs that an earlier try of this chunk wrote. */
    private static Map<Item, Link> held(Handle handle, Chunk chunk, List<Writing> all) {
        Map<String, Link> links = Links.holding(
                handle,
                chunk.flow().id(),
                chunk.from(),
                all.stream().map(Writing::id).toList());
        Map<Long, List<Intent>> intents =
                Intents.of(handle, links.values().stream().map(Link::id).toList());
        Map<Item, Link> held = new HashMap<>();
        for (Writing writing : all) {
            Link link = links.get(writing.id());
            if (link != null
                    && (!writing.isStored(link) || !writing.knows(intents.getOrDefault(link.id(), List.of())))) {
                held.put(writing.item(), link);
            }
        }
        return held;
    }

    /** An earlier try of this chunk stored the link, and sent nothing of it. */
    private static boolean isPair(Handle handle, Writing writing, Link held) {
        return writing.isNewPair()
                && Intents.of(handle, List.of(held.id())).isEmpty()
                && held.state() == LinkState.LINKED
                && held.sourceId().equals(writing.link().sourceId())
                && held.targetId().equals(writing.link().targetId());
    }

    /**
     * Wakes records of new pairs that did not come as a change: if their write failed, nobody would look again, because
     * they are linked.
     */
    private Map<Item, Link> newPairs(Handle handle, Chunk chunk, List<Writing> good) {
        List<Writing> news = good.stream().filter(Writing::isNewPair).toList();
        List<Link> links = newLinks.store(
                handle, chunk.flow(), news.stream().map(Writing::link).toList());
        newLinks.leaveMatch(
                handle, chunk.flow(), news.stream().map(Writing::item).toList());
        Wakes.add(
                handle,
                chunk.flow().id(),
                chunk.from(),
                news.stream()
                        .filter(writing -> !writing.item().changed())
                        .map(Writing::id)
                        .toList());
        return byItem(news, links);
    }

    private static Map<Item, Link> repeated(Handle handle, List<Writing> good, Instant now) {
        List<Writing> repeated = good.stream().filter(Writing::isRepeated).toList();
        return byItem(
                repeated,
                Links.saveAll(
                        handle,
                        repeated.stream()
                                .map(writing -> writing.link().attemptedAt(now))
                                .toList()));
    }

    private static Map<Item, Link> creating(Flow flow, List<Writing> good, Instant now) {
        Map<Item, Link> links = new LinkedHashMap<>();
        good.stream()
                .filter(writing -> writing.creates() && !writing.isRepeated())
                .forEach(writing -> links.put(writing.item(), creating(flow, writing, now)));
        return links;
    }

    private static Map<Item, Link> inserted(Handle handle, Map<Item, Link> news) {
        Iterator<Link> stored =
                Links.insertAll(handle, List.copyOf(news.values())).iterator();
        Map<Item, Link> links = new LinkedHashMap<>(news);
        links.replaceAll((item, link) -> stored.next());
        return links;
    }

    private static Link creating(Flow flow, Writing writing, Instant now) {
        String key = UUID.randomUUID().toString();
        return Link.creating(flow.id(), writing.item().side(), writing.id(), key, now)
                .withBaseline(FirstTry.sent(writing));
    }

    private static Map<Item, Link> byItem(List<Writing> writings, List<Link> links) {
        Map<Item, Link> byItem = new HashMap<>();
        for (int i = 0; i < links.size(); i++) {
            byItem.put(writings.get(i).item(), links.get(i));
        }
        return byItem;
    }

    private static void conflicts(Handle handle, Flow flow, Writing writing, Map<Item, Link> links, Instant now) {
        List<RowOutcome> outcomes = writing.outcomes();
        if (!writing.creates() && outcomes.stream().anyMatch(Conflicts::settles)) {
            Conflicts.foresee(handle, flow, links.getOrDefault(writing.item(), writing.link()), outcomes, now);
        }
    }

    private static Map<Item, List<Intent>> intents(
            Handle handle, List<Writing> good, Map<Item, Link> links, Instant now) {
        List<Item> owners = new ArrayList<>();
        List<Intent> intents = new ArrayList<>();
        for (Writing writing : good) {
            if (!writing.creates()) {
                long link = links.getOrDefault(writing.item(), writing.link()).id();
                Arrays.stream(Side.values())
                        .filter(side -> !writing.rows(side).isEmpty())
                        .forEach(side -> {
                            owners.add(writing.item());
                            intents.add(intent(writing, side, link, now));
                        });
            }
        }
        Map<Item, List<Intent>> byItem = new HashMap<>();
        List<Intent> stored = Intents.add(handle, intents);
        for (int i = 0; i < stored.size(); i++) {
            byItem.computeIfAbsent(owners.get(i), item -> new ArrayList<>(2)).add(stored.get(i));
        }
        return byItem;
    }

    private static Intent intent(Writing writing, Side side, long link, Instant now) {
        Values stands = writing.record(side).values();
        return new Intent(
                0,
                link,
                side,
                now,
                writing.rows(side).stream()
                        .map(row -> new Intent.Value(
                                row.row().id(),
                                row.value(),
                                row.origin(),
                                stands.get(row.row().property(side)),
                                row.because()))
                        .toList());
    }

    /**
     * Takes back what was recorded and never sent, because the chunk failed: nobody has to look for it.
     *
     * @param failure why it failed; a failure here is added to it as suppressed, since what is left only costs a look
     */
    void takeBack(UnderWay.Place place, List<Writing> all, RuntimeException failure) {
        List<Intent> intents =
                all.stream().flatMap(writing -> writing.unsent().stream()).toList();
        List<Link> inVain = all.stream()
                .flatMap(writing -> writing.startedInVain().stream())
                .filter(Link::hasRow)
                .toList();
        if (intents.isEmpty() && inVain.isEmpty() && place.started().isEmpty()) {
            return;
        }
        Map<String, Link> sent = new HashMap<>(place.started().links());
        all.stream()
                .filter(writing -> writing.startedInVain().isPresent())
                .map(Writing::id)
                .forEach(sent.keySet()::remove);
        try {
            jdbi.useTransaction(h -> {
                Intents.forget(h, intents);
                inVain.forEach(link -> Links.delete(h, link));
                StartedCreates.replace(h, place.started(), sent.values());
            });
            place.started(Started.none());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
