package io.tandem.upsert;

import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.link.Links;
import io.tandem.record.SyncRecord;
import io.tandem.system.WriteResult;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Which records can't become the partner of another: links are one to one, and what a person took apart stays so. */
final class Partners {

    static final String LINKED_OTHERWISE =
            " and is linked to another record. Unlink it if that is wrong, or link this one by hand";

    static final String TAKEN_APART =
            "an operator took the two apart. Link it by hand, to that one again or to another: tandem link";

    private final Jdbi jdbi;

    Partners(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * First creates whose answer names the partner of another record, or one that was taken apart from this: the link stays
     * as it was stored, so that another try carries the same key, and a person has to look.
     */
    Set<Item> namedForAnother(Flow flow, List<Item> items, List<WriteResult> results, Set<Item> again) {
        Map<Item, SyncRecord> made = new LinkedHashMap<>();
        Map<String, Long> times = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            if (results.get(i) instanceof WriteResult.Written written) {
                times.merge(written.record().key().id(), 1L, Long::sum);
                if (!again.contains(items.get(i))) {
                    made.put(items.get(i), written.record());
                }
            }
        }
        Map<String, Link> held = holding(flow, made);
        Set<Links.Pair> apart = jdbi.withHandle(h -> Links.unlinked(
                h,
                flow.id(),
                made.entrySet().stream()
                        .map(e -> pair(e.getKey(), e.getValue().key().id()).sourceId())
                        .toList()));
        made.entrySet().removeIf(e -> {
            String id = e.getValue().key().id();
            String but = held.containsKey(id) || times.get(id) > 1
                    ? LINKED_OTHERWISE
                    : apart.contains(pair(e.getKey(), id)) ? ", but " + TAKEN_APART : "";
            if (!but.isEmpty()) {
                e.getKey().trouble(madeFor(flow, e.getKey(), e.getValue(), but));
            }
            return but.isEmpty();
        });
        return made.keySet();
    }

    static Trouble madeFor(Flow flow, Item item, SyncRecord record, String but) {
        SyncRecord source = item.seen().record();
        String reason = flow.id() + ": " + record.key() + " was made for " + source.key() + but;
        return new Trouble(item.side(), item.seen().id(), "", reason, false);
    }

    /** A pair that an operator unlinked is not linked again by itself (rule 2). */
    boolean isApart(Flow flow, Item item, String partnerId) {
        Links.Pair pair = pair(item, partnerId);
        return jdbi.withHandle(
                h -> Links.apart(h, flow.id(), pair.sourceId(), pair.targetId()).isPresent());
    }

    private static Links.Pair pair(Item item, String partnerId) {
        return item.side() == Side.SOURCE
                ? new Links.Pair(item.seen().id(), partnerId)
                : new Links.Pair(partnerId, item.seen().id());
    }

    /** The links that hold what was made for items of one side, by the id of what was made. */
    Map<String, Link> holding(Flow flow, Map<Item, SyncRecord> made) {
        if (made.isEmpty()) {
            return Map.of();
        }
        Side side = made.keySet().iterator().next().side().other();
        Set<String> ids =
                made.values().stream().map(record -> record.key().id()).collect(Collectors.toSet());
        return jdbi.withHandle(h -> Links.holding(h, flow.id(), side, ids));
    }
}
