package io.tandem.upsert;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Started;
import io.tandem.chunk.UnderWay;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.link.ItemStore;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.store.StartedCreates;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores when the create of each {@code creating} link was last under way. Its look-up is not asked before the record
 * must be visible (rule 10).
 */
final class CreateAttempts {

    /**
     * A call that took longer had to wait, or its process was stopped for a while. So it took effect later than the
     * stored moment.
     */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final ItemStore store;
    private final Clock clock;

    CreateAttempts(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.store = new ItemStore(jdbi);
        this.clock = clock;
    }

    /** The calls are made now, perhaps long after they were recorded. Cost: none if they were recorded just before. */
    void begin(Flow flow, List<Writing> writings) {
        Instant now = clock.instant();
        List<Writing> late =
                writings.stream().filter(writing -> isLate(writing, now)).toList();
        tried(flow, late, now);
        writings.forEach(writing -> writing.sends(writing.made()));
    }

    /** No answer came. The call may take effect until now, so its look-up must wait from now on. */
    void unanswered(Flow flow, List<Writing> writings) {
        tried(flow, writings, clock.instant());
    }

    private void tried(Flow flow, List<Writing> writings, Instant now) {
        List<Writing> together = together(writings);
        if (!together.isEmpty() && !triedTogether(together, now)) {
            throw Links.savedByAnother(together.get(0).link());
        }
        tried(flow, onTheirOwn(writings), now, (h, good) -> good);
    }

    private static List<Writing> together(List<Writing> writings) {
        return writings.stream().filter(writing -> !writing.link().hasRow()).toList();
    }

    private static List<Writing> onTheirOwn(List<Writing> writings) {
        return writings.stream().filter(writing -> writing.link().hasRow()).toList();
    }

    /** @return false if another process has them by now */
    private boolean triedTogether(List<Writing> together, Instant now) {
        UnderWay.Place place = together.get(0).place();
        Started started = place.started().triedAt(now);
        boolean stand = jdbi.withHandle(h -> StartedCreates.tried(h, started, now));
        if (stand) {
            place.started(started);
            together.forEach(writing -> writing.recorded(started.links().get(writing.id())));
        }
        return stand;
    }

    /** Cost: none if the call was quick and nothing is in doubt, else two statements and a batch. */
    void answered(Flow flow, List<Writing> writings, List<WriteResult> results) {
        Instant now = clock.instant();
        Map<Writing, WriteResult> answers = new HashMap<>();
        for (int i = 0; i < writings.size(); i++) {
            answers.put(writings.get(i), results.get(i));
        }
        List<Writing> late = writings.stream()
                .filter(writing -> isTemporary(answers.get(writing))
                        || answers.get(writing) instanceof WriteResult.Written && isLate(writing, now))
                .toList();
        List<Writing> together = together(late);
        if (!together.isEmpty() && !triedTogether(together, now)) {
            List<String> ids = together.stream().map(Writing::id).toList();
            Side side = together.get(0).item().side();
            jdbi.useTransaction(h -> {
                Set<String> held = Links.holding(h, flow.id(), side, ids).keySet();
                together.stream()
                        .filter(writing -> !held.contains(writing.id()))
                        .forEach(writing -> noteGivenUp(h, flow, writing, answers.get(writing), now));
            });
        }
        tried(flow, onTheirOwn(late), now, (h, good) -> {
            Map<Long, Link> stored = Links.find(
                    h, good.stream().map(writing -> writing.link().id()).toList());
            return good.stream()
                    .filter(writing -> {
                        Link link = stored.get(writing.link().id());
                        if (link == null) {
                            noteGivenUp(h, flow, writing, answers.get(writing), now);
                        }
                        return isTemporary(answers.get(writing))
                                || link != null
                                        && link.version() == writing.link().version();
                    })
                    .toList();
        });
    }

    private static boolean isTemporary(WriteResult result) {
        return result instanceof WriteResult.Refused refused
                && refused.refusal().kind() == Refusal.Kind.TEMPORARY;
    }

    private static boolean isLate(Writing writing, Instant now) {
        Instant attempted = writing.link().attempted();
        return attempted.isAfter(now) || attempted.plus(AT_ONCE).isBefore(now);
    }

    /** Another process gave the link up in between, because it saw no sign of the record. */
    private static void noteGivenUp(Handle handle, Flow flow, Writing writing, WriteResult answer, Instant now) {
        if (answer instanceof WriteResult.Written written) {
            String because = "the " + writing.item().side().lower()
                    + " had no partner; the answer came so late that the link had been given up";
            Link made = writing.link()
                    .with(
                            writing.made(),
                            written.record().key().id(),
                            writing.link().state());
            History.add(
                    handle,
                    List.of(Entry.of(now, flow, made, Event.CREATED, writing.made(), because)
                            .with(Change.created(FirstTry.values(flow, writing)))));
        }
    }

    private void tried(
            Flow flow, List<Writing> writings, Instant now, BiFunction<Handle, List<Writing>, List<Writing>> tried) {
        if (writings.isEmpty()) {
            return;
        }
        Map<Item, Writing> byItem = new LinkedHashMap<>();
        writings.forEach(writing -> byItem.put(writing.item(), writing));
        ItemStore.Stored<Map<Item, Link>> stored =
                store.store(flow, List.copyOf(byItem.keySet()), (h, good, refused) -> {
                    List<Writing> some =
                            tried.apply(h, good.stream().map(byItem::get).toList());
                    List<Link> links = Links.saveAttempts(
                            h,
                            some.stream()
                                    .map(writing -> writing.link().attemptedAt(now))
                                    .toList());
                    Map<Item, Link> saved = new HashMap<>();
                    for (int i = 0; i < links.size(); i++) {
                        saved.put(some.get(i).item(), links.get(i));
                    }
                    return saved;
                });
        stored.result().forEach((item, link) -> byItem.get(item).recorded(link));
        stored.refused().forEach((item, why) -> byItem.get(item).refuse(why));
    }
}
