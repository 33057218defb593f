package io.tandem.upsert;

import io.tandem.chunk.Effect;
import io.tandem.chunk.Link;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Links;
import io.tandem.system.WriteResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Which records can't become the partner of another: links are one to one, and what a person unlinked stays so. */
final class Partners {

    static final String LINKED_OTHERWISE =
            " and is linked to another record. Unlink it if that is wrong, or link this one with tandem link";

    static final String IN_HAND = ", and another record may be linked to it just now";

    static final String UNLINKED = "an operator unlinked the two. Link it to that one again or to another: tandem link";

    private final Jdbi jdbi;

    Partners(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * First creates whose answer names the partner of another record, or one that was unlinked from this: the link stays
     * as it was stored, so that another try carries the same key, and a person has to look.
     *
     * @param chunk all writings of theirs
     */
    Set<Writing> namedForAnother(Flow flow, List<Writing> creates, List<WriteResult> results, List<Writing> chunk) {
        Map<Writing, SyncRecord> made = new LinkedHashMap<>();
        List<String> named = new ArrayList<>();
        for (int i = 0; i < creates.size(); i++) {
            if (results.get(i) instanceof WriteResult.Written written) {
                named.add(written.record().key().id());
                if (!creates.get(i).isRepeated()) {
                    made.put(creates.get(i), written.record());
                }
            }
        }
        Set<Writing> inHand = inHand(made);
        Map<String, Link> held = holding(flow, made);
        Set<String> contested = contested(named, chunk);
        Set<Links.Pair> unlinked = jdbi.withHandle(h -> Links.unlinked(
                h,
                flow.id(),
                made.entrySet().stream()
                        .map(e -> pair(e.getKey(), e.getValue().key().id()).sourceId())
                        .toList()));
        made.entrySet().removeIf(e -> {
            String id = e.getValue().key().id();
            String but = held.containsKey(id) || inHand.contains(e.getKey()) || contested.contains(id)
                    ? LINKED_OTHERWISE
                    : unlinked.contains(pair(e.getKey(), id)) ? ", but " + UNLINKED : "";
            if (!but.isEmpty()) {
                park(flow, e.getKey(), e.getValue(), but, false);
            }
            return but.isEmpty();
        });
        return made.keySet();
    }

    /**
     * Links to what an earlier try made. It may be linked to another record by now: that is for a person to see, unless the
     * record for which it was made is gone. What another chunk has in hand is looked at again later.
     *
     * @param chunk all writings of theirs
     * @param effect what it is called then
     */
    void adoptUnlessHeld(
            Flow flow,
            Map<Writing, SyncRecord> made,
            List<Writing> chunk,
            BiFunction<Writing, SyncRecord, Effect> effect) {
        Set<Writing> inHand = inHand(made);
        Map<String, Link> held = holding(flow, made);
        Set<String> contested = contested(
                made.values().stream().map(record -> record.key().id()).toList(), chunk);
        made.forEach((writing, record) -> {
            if (isUnlinked(flow, writing, record.key().id())) {
                parkOrGiveUp(flow, writing, record, ", but " + UNLINKED);
            } else if (inHand.contains(writing)) {
                park(flow, writing, record, IN_HAND, true);
            } else if (held.containsKey(record.key().id())
                    || contested.contains(record.key().id())) {
                jdbi.useTransaction(h -> History.addOnce(h, madeForAnother(flow, writing, record)));
                parkOrGiveUp(flow, writing, record, LINKED_OTHERWISE);
            } else {
                writing.adopted(
                        record, effect.apply(writing, record), writing.link().baseline());
            }
        });
    }

    /**
     * Records that several want, or that another one of the chunk has already, though no link is stored yet: nobody can know
     * whose they are.
     *
     * @param wanted ids of the side on which partners are made, as often as they are wanted
     */
    static Set<String> contested(List<String> wanted, List<Writing> chunk) {
        Set<String> taken = new HashSet<>();
        chunk.stream()
                .flatMap(writing -> writing.written().link().stream())
                .filter(Link::complete)
                .forEach(pair -> taken.add(pair.recordId(chunk.get(0).made())));
        return wanted.stream().filter(id -> !taken.add(id)).collect(Collectors.toSet());
    }

    /** Those whose partner another chunk has in hand; the others have theirs now. */
    private static Set<Writing> inHand(Map<Writing, SyncRecord> made) {
        return made.keySet().stream()
                .filter(writing -> !writing.claims(made.get(writing).key().id()))
                .collect(Collectors.toSet());
    }

    /** The links that hold what was made for records of one side, by the id of what was made. */
    private Map<String, Link> holding(Flow flow, Map<Writing, SyncRecord> made) {
        if (made.isEmpty()) {
            return Map.of();
        }
        Side side = made.keySet().iterator().next().made();
        Set<String> ids =
                made.values().stream().map(record -> record.key().id()).collect(Collectors.toSet());
        return jdbi.withHandle(h -> Links.holding(h, flow.id(), side, ids));
    }

    private static Entry madeForAnother(Flow flow, Writing writing, SyncRecord record) {
        Link started = writing.link();
        return Entry.of(
                        started.attempted(),
                        flow,
                        started.with(writing.made(), record.key().id(), started.state()),
                        Event.CREATED,
                        writing.made(),
                        "the " + writing.item().side().lower()
                                + " had no partner; the answer was lost, and by now it is linked to another record")
                .with(Change.created(FirstTry.values(flow, writing)));
    }

    /** A record that is gone needs no partner any more: there is nothing to decide. */
    private static void parkOrGiveUp(Flow flow, Writing writing, SyncRecord record, String but) {
        if (writing.item().snapshot().record().live()) {
            park(flow, writing, record, but, false);
        } else {
            writing.abandon();
        }
    }

    private static void park(Flow flow, Writing writing, SyncRecord record, String but, boolean heals) {
        SyncRecord source = writing.item().snapshot().record();
        String reason = flow.id() + ": " + record.key() + " was made for " + source.key() + but;
        writing.effect(writing.made(), new Effect.Refused(Optional.empty()));
        writing.trouble(new Trouble(writing.item().side(), writing.id(), "", reason, heals));
    }

    /** A pair that an operator unlinked is not linked again by itself (rule 2). */
    boolean isUnlinked(Flow flow, Writing writing, String partnerId) {
        Links.Pair pair = pair(writing, partnerId);
        return jdbi.withHandle(h -> Links.unlinkedPair(h, flow.id(), pair.sourceId(), pair.targetId())
                .isPresent());
    }

    private static Links.Pair pair(Writing writing, String partnerId) {
        return writing.made() == Side.TARGET
                ? new Links.Pair(writing.id(), partnerId)
                : new Links.Pair(partnerId, writing.id());
    }
}
