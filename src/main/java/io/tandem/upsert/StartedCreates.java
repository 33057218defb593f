package io.tandem.upsert;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.history.Change;
import io.tandem.history.Entry;
import io.tandem.history.Event;
import io.tandem.history.History;
import io.tandem.link.ItemStore;
import io.tandem.link.Links;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The links that are stored as {@code creating} before a call, and when that call was last under way (rule 10). */
final class StartedCreates {

    /** What took longer waited for its turn, or its process stood still: it took effect later than is stored. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final ItemStore store;
    private final Clock clock;

    StartedCreates(Jdbi jdbi, Clock clock) {
        this.store = new ItemStore(jdbi);
        this.clock = clock;
    }

    /** Committed before any call. Cost: two batches for each 500 items. */
    void store(Flow flow, List<Item> items) {
        Instant now = clock.instant();
        store.store(flow, items, (h, good) -> {
            tried(h, good.stream().filter(item -> item.link().isPresent()).toList(), now);
            List<Item> news =
                    good.stream().filter(item -> item.link().isEmpty()).toList();
            List<Link> links = Links.insertAll(
                    h, news.stream().map(item -> creating(flow, item, now)).toList());
            for (int i = 0; i < links.size(); i++) {
                news.get(i).storedLink(links.get(i));
            }
        });
    }

    private static Link creating(Flow flow, Item item, Instant now) {
        String key = UUID.randomUUID().toString();
        return Link.creating(flow.id(), item.side(), item.seen().id(), key, now).withBaseline(FirstTry.sent(item));
    }

    /** No answer came: the call may have taken effect until now, so that its look-up isn't asked too early. */
    void unanswered(Flow flow, List<Item> items) {
        Instant now = clock.instant();
        store.store(flow, items, (h, good) -> tried(h, good, now));
    }

    /** Cost: none if the call was quick and nothing is in doubt, else up to two statements for each such item. */
    void answered(Flow flow, List<Item> items, List<WriteResult> results) {
        Instant now = clock.instant();
        Map<Item, WriteResult> answers = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            answers.put(items.get(i), results.get(i));
        }
        store.store(
                flow,
                items,
                (h, good) -> tried(
                        h,
                        good.stream()
                                .filter(item -> isTriedUntilNow(h, flow, item, answers.get(item), now))
                                .toList(),
                        now));
    }

    private static boolean isTriedUntilNow(Handle handle, Flow flow, Item item, WriteResult result, Instant now) {
        if (result instanceof WriteResult.Written written) {
            Instant attempted = item.link().orElseThrow().attempted();
            boolean late = attempted.isAfter(now) || attempted.plus(AT_ONCE).isBefore(now);
            return late && stands(handle, flow, item, written, now);
        }
        return result instanceof WriteResult.Refused refused
                && refused.refusal().kind() == Refusal.Kind.TEMPORARY;
    }

    /**
     * Another process may have given the link up in between, since nothing was to be seen of the record.
     *
     * @return whether it stands as this process stored it
     */
    private static boolean stands(Handle handle, Flow flow, Item item, WriteResult.Written written, Instant now) {
        Link link = item.link().orElseThrow();
        Optional<Link> stored = Links.find(handle, link.id());
        if (stored.isEmpty()) {
            String because = "the " + item.side().lower()
                    + " had no partner; the answer came so late that the link had been given up";
            Side side = item.side().other();
            Link made = link.with(side, written.record().key().id(), link.state());
            History.add(
                    handle,
                    List.of(Entry.of(now, flow, made, Event.CREATED, side, because)
                            .with(Change.created(FirstTry.values(flow, item)))));
            return false;
        }
        return stored.get().version() == link.version();
    }

    private static void tried(Handle handle, List<Item> items, Instant now) {
        items.forEach(item -> item.link(item.link().orElseThrow().attemptedAt(now)));
        Links.saveItems(handle, items);
    }
}
