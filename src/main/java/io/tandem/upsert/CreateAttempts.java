package io.tandem.upsert;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.link.ItemStore;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** When the create of each {@code creating} link was last under way: its look-up is not asked before it must be visible (rule 10). */
final class CreateAttempts {

    /** What took longer waited for its turn, or its process was stopped for a while: it took effect later than is stored. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final ItemStore store;
    private final Clock clock;

    CreateAttempts(Jdbi jdbi, Clock clock) {
        this.store = new ItemStore(jdbi);
        this.clock = clock;
    }

    /** The calls are made now, perhaps long after they were recorded. Cost: none if they were recorded just before. */
    void begin(Flow flow, List<Writing> writings) {
        Instant now = clock.instant();
        List<Writing> late =
                writings.stream().filter(writing -> isLate(writing, now)).toList();
        if (!late.isEmpty()) {
            tried(flow, late, now, (h, good) -> good);
        }
        writings.forEach(writing -> writing.sends(writing.made()));
    }

    /** No answer came: the call may have taken effect until now, so that its look-up isn't asked too early. */
    void unanswered(Flow flow, List<Writing> writings) {
        tried(flow, writings, clock.instant(), (h, good) -> good);
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
        if (!late.isEmpty()) {
            tried(flow, late, now, (h, good) -> {
                Map<Long, Link> stored = Links.find(
                        h, good.stream().map(writing -> writing.link().id()).toList());
                return good.stream()
                        .filter(writing -> isTemporary(answers.get(writing))
                                || answers.get(writing) instanceof WriteResult.Written written
                                        && stands(h, flow, writing, written, stored, now))
                        .toList();
            });
        }
    }

    private static boolean isTemporary(WriteResult result) {
        return result instanceof WriteResult.Refused refused
                && refused.refusal().kind() == Refusal.Kind.TEMPORARY;
    }

    private static boolean isLate(Writing writing, Instant now) {
        Instant attempted = writing.link().attempted();
        return attempted.isAfter(now) || attempted.plus(AT_ONCE).isBefore(now);
    }

    /**
     * Another process may have given the link up in between, since nothing was to be seen of the record.
     *
     * @return whether it stands as this process stored it
     */
    private static boolean stands(
            Handle handle,
            Flow flow,
            Writing writing,
            WriteResult.Written written,
            Map<Long, Link> stored,
            Instant now) {
        Link link = writing.link();
        if (!stored.containsKey(link.id())) {
            String because = "the " + writing.item().side().lower()
                    + " had no partner; the answer came so late that the link had been given up";
            Link made = link.with(writing.made(), written.record().key().id(), link.state());
            History.add(
                    handle,
                    List.of(Entry.of(now, flow, made, Event.CREATED, writing.made(), because)
                            .with(Change.created(FirstTry.values(flow, writing)))));
            return false;
        }
        return stored.get(link.id()).version() == link.version();
    }

    private void tried(
            Flow flow, List<Writing> writings, Instant now, BiFunction<Handle, List<Writing>, List<Writing>> tried) {
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
