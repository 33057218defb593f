package io.tandem.upsert;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.history.Change;
import io.tandem.history.Entry;
import io.tandem.history.Event;
import io.tandem.history.History;
import io.tandem.link.Links;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The links that are stored as {@code creating} before a call, and when that call was last under way (rule 10). */
final class Begun {

    /** What took longer waited for its turn, or its process stood still: it took effect later than is stored. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Clock clock;

    Begun(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Committed before any call. Cost: a statement for each item. */
    void store(Flow flow, List<Item> items) {
        Instant now = clock.instant();
        jdbi.useTransaction(h -> {
            for (Item item : items) {
                if (item.link().isPresent()) {
                    tried(h, item, now);
                } else {
                    String key = UUID.randomUUID().toString();
                    Link link = Link.creating(flow.id(), item.seen().id(), key, now);
                    item.storedLink(Links.insert(h, link.withBaseline(FirstTry.sent(item))));
                }
            }
        });
    }

    /** No answer came: the call may have taken effect until now, so that its look-up isn't asked too early. */
    void unanswered(List<Item> items) {
        Instant now = clock.instant();
        jdbi.useTransaction(h -> items.forEach(item -> tried(h, item, now)));
    }

    /** Cost: none if the call was quick and nothing is in doubt, else two statements for each such item. */
    void answered(Flow flow, List<Item> items, List<WriteResult> results) {
        Instant now = clock.instant();
        jdbi.useTransaction(h -> {
            for (int i = 0; i < items.size(); i++) {
                answered(h, flow, items.get(i), results.get(i), now);
            }
        });
    }

    private static void answered(Handle handle, Flow flow, Item item, WriteResult result, Instant now) {
        if (result instanceof WriteResult.Written written) {
            Instant attempted = item.link().orElseThrow().attempted();
            if (attempted.isAfter(now) || attempted.plus(AT_ONCE).isBefore(now)) {
                late(handle, flow, item, written, now);
            }
        } else if (result instanceof WriteResult.Refused refused
                && refused.refusal().kind() == Refusal.Kind.TEMPORARY) {
            tried(handle, item, now);
        }
    }

    /** Another process may have given the link up meanwhile, since nothing was to be seen of the record. */
    private static void late(Handle handle, Flow flow, Item item, WriteResult.Written written, Instant now) {
        Link link = item.link().orElseThrow();
        Optional<Link> stored = Links.find(handle, link.id());
        if (stored.isEmpty()) {
            String because = "the source had no partner; the answer came so late that the link had been given up";
            Link made = link.withTarget(written.record().key().id(), link.state());
            History.add(
                    handle,
                    List.of(Entry.of(now, flow, made, Event.CREATED, Side.TARGET, because)
                            .with(Change.created(FirstTry.values(flow, item)))));
        } else if (stored.get().version() == link.version()) {
            tried(handle, item, now);
        }
    }

    private static void tried(Handle handle, Item item, Instant now) {
        Link again = item.link().orElseThrow().attemptedAt(now);
        Links.save(handle, again);
        item.storedLink(again.stored(again.id(), again.version() + 1));
    }
}
