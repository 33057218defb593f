package io.tandem.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Decision;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Effects;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.Blanks;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The history of a chunk (rule 18): one entry for each remote write. Pure. */
final class ChunkHistory {

    private static final String UNSEEN = "no answer showed it, and whether it was written can't be seen any more";

    private final Flow flow;
    private final Instant now;
    private final List<Entry> entries = new ArrayList<>();

    private ChunkHistory(Flow flow, Instant now) {
        this.flow = flow;
        this.now = now;
    }

    /** @param items with links */
    static List<Entry> of(Flow flow, Collection<Item> items, Instant now) {
        ChunkHistory history = new ChunkHistory(flow, now);
        items.forEach(history::tell);
        return history.entries;
    }

    private void tell(Item item) {
        Link link = item.link().orElseThrow();
        Decision decision = item.decision().orElseThrow();
        Effects effects = item.effects().orElseThrow();
        decision.earlier()
                .tookEffect()
                .forEach(intent -> attempted(link, intent, Event.WRITTEN, "the answer was lost"));
        Stream.concat(decision.earlier().inDoubt().stream(), effects.inDoubt().stream())
                .forEach(intent -> attempted(link, intent, Event.IN_DOUBT, UNSEEN));
        effects.stored()
                .filter(before -> before.state() != link.state())
                .ifPresent(before -> state(item, before, link));
        for (Side side : Side.values()) {
            if (effects.on(side) instanceof Effect.Written written
                    && !written.rows().isEmpty()) {
                written(item, link, side, written);
            }
        }
    }

    private void attempted(Link link, Intent intent, Event event, String what) {
        Map<String, String> reasons = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        intent.values().forEach(value -> {
            String property = property(value.rowId(), intent.side());
            reasons.put(property, value.because());
            changes.add(new Change(property, value.before(), value.value()));
        });
        entries.add(Entry.of(intent.at(), flow, link, event, intent.side(), because(reasons) + "; " + what)
                .with(changes));
    }

    private String property(String rowId, Side side) {
        return flow.rows().stream()
                .filter(row -> row.id().equals(rowId))
                .findFirst()
                .map(row -> row.property(side))
                .orElse(rowId);
    }

    private void state(Item item, Link before, Link link) {
        Side made = item.side().other();
        Effect effect = item.effects().orElseThrow().on(made);
        if (before.state() != LinkState.CREATING) {
            changedState(item, link);
        } else if (effect instanceof Effect.Created created) {
            entries.add(Entry.of(
                            now,
                            flow,
                            link,
                            Event.CREATED,
                            made,
                            "the " + item.side().lower() + " had no partner")
                    .with(Change.created(created.values())));
        } else {
            entries.add(Entry.of(
                    now,
                    flow,
                    link,
                    Event.ADOPTED,
                    made,
                    "it was there before: a create made it whose answer was lost, the "
                            + flow.entity(made).system()
                            + " named it when asked to make another, or other links say that it is the same thing"));
        }
    }

    private void changedState(Item item, Link link) {
        switch (link.state()) {
            case LINKED -> add(link, Event.LINKED, Side.SOURCE, "both records are there again");
            case SOURCE_DELETED -> deleted(item, link, Event.SOURCE_DELETED, Side.SOURCE);
            case TARGET_DELETED -> deleted(item, link, Event.TARGET_DELETED, Side.TARGET);
            case LEFT -> add(link, Event.LEFT, left(item), "it no longer belongs to its entity");
            case CREATING, UNLINKED ->
                throw new IllegalStateException("no step makes a link of " + flow.id() + " " + link.state());
        }
    }

    private static Side left(Item item) {
        Side other = item.side().other();
        boolean theirs = item.on(other)
                .filter(s -> s.record().presence() == Presence.LEFT)
                .isPresent();
        return theirs ? other : item.side();
    }

    private void deleted(Item item, Link link, Event event, Side side) {
        add(link, event, side, "it was deleted in its system");
        item.wrote().forEach(partner -> add(link, Event.DELETED, partner, "its partner was deleted"));
    }

    private void add(Link link, Event event, Side side, String because) {
        entries.add(Entry.of(now, flow, link, event, side, because));
    }

    private void written(Item item, Link link, Side side, Effect.Written written) {
        Map<String, String> reasons = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        SyncRecord before = item.on(side).orElseThrow().record();
        for (RowOutcome.WriteTo row : written.rows()) {
            String property = row.row().property(side);
            reasons.put(property, row.because());
            changes.add(new Change(property, before.values().get(property), row.value()));
        }
        boolean seen = isSeen(before, written.record(), changes);
        entries.add(Entry.of(
                        now,
                        flow,
                        link,
                        seen ? Event.WRITTEN : Event.IN_DOUBT,
                        side,
                        because(reasons) + (seen ? "" : "; " + UNSEEN))
                .with(changes));
    }

    /**
     * Not where all that was written stands there as before: what moved the version may have been an edit of what no flow maps.
     * Where only blanks or case would have changed the system may have had nothing to do, but then it moved the version.
     */
    private static boolean isSeen(SyncRecord before, SyncRecord after, List<Change> changes) {
        boolean moved = !after.isSameVersion(before);
        return changes.stream()
                .anyMatch(change -> !after.values().get(change.property()).equals(change.before())
                        || Values.canonical(change.after()).equals(change.before())
                        || moved && fold(change.after()).equals(fold(change.before())));
    }

    private static String fold(JsonNode value) {
        return Blanks.foldEmail(Values.text(value));
    }

    /** One reason if it is the same for all. */
    private static String because(Map<String, String> reasons) {
        return reasons.values().stream().distinct().count() == 1
                ? reasons.values().iterator().next()
                : reasons.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .collect(Collectors.joining("; "));
    }

    /** Records, or properties of them, that are parked for the first time. */
    static List<Entry> parked(Flow flow, Collection<Trouble> news, Instant now) {
        return news.stream()
                .map(trouble -> Entry.of(now, flow, Event.PARKED, trouble.side(), trouble.recordId(), trouble.reason())
                        .with(
                                trouble.property().isEmpty()
                                        ? List.of()
                                        : List.of(new Change(trouble.property(), null, null))))
                .toList();
    }
}
