package io.tandem.sim;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Decision;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Watches each chunk between the steps: no ambiguous key links, and which values met for the first time. */
final class ChunkLaws {

    private final World world;
    private final Set<String> firstMerges = new HashSet<>();
    private final Set<String> met = new HashSet<>();

    ChunkLaws(World world) {
        this.world = world;
    }

    /** Whether a property of a record was written because two records met: rule 4, no conflict. */
    boolean wasFirstMerge(String place) {
        return firstMerges.contains(place);
    }

    void afterMatch(Chunk chunk) {
        if (!chunk.flow().matches()) {
            return;
        }
        Set<String> takenSources = new HashSet<>();
        Set<String> takenTargets = new HashSet<>();
        for (Item item : chunk.items()) {
            Link link = item.link().filter(l -> l.id() == 0).orElse(null);
            if (link != null) {
                expectOneOnEachSide(chunk.flow(), link, takenSources, takenTargets);
                takenSources.add(link.sourceId());
                takenTargets.add(link.targetId());
            }
        }
    }

    private void expectOneOnEachSide(Flow flow, Link link, Set<String> takenSources, Set<String> takenTargets) {
        String property = flow.match().get(0).get(0).source();
        String key = snapshots(flow.source()).stream()
                .filter(seen -> seen.id().equals(link.sourceId()))
                .map(seen -> key(seen, property))
                .findFirst()
                .orElse("");
        Set<String> sources = rivals(flow, Side.SOURCE, property, key);
        sources.removeAll(takenSources);
        Set<String> targets = rivals(flow, Side.TARGET, property, key);
        targets.removeAll(takenTargets);
        if (key.isEmpty() || !sources.equals(Set.of(link.sourceId())) || !targets.equals(Set.of(link.targetId()))) {
            world.journal()
                    .offence(flow.id() + " linked " + link.sourceId() + " and " + link.targetId() + ", but " + sources
                            + " and " + targets + " have that key");
        }
    }

    private Set<String> rivals(Flow flow, Side side, String property, String key) {
        Set<String> held = new HashSet<>(world.jdbi().withHandle(h -> h.createQuery("select held_" + side.lower()
                        + " from link where flow = :flow and held_" + side.lower() + " is not null")
                .bind("flow", flow.id())
                .mapTo(String.class)
                .list()));
        Set<String> found = new HashSet<>();
        snapshots(flow.entity(side)).stream()
                .filter(seen -> seen.record().live() && key(seen, property).equals(key) && !held.contains(seen.id()))
                .filter(seen -> flow.takesPart(side, seen.record().values()))
                .forEach(seen -> found.add(seen.id()));
        return found;
    }

    private List<Snapshot> snapshots(EntityKey entity) {
        return world.engine().feeds().changes(entity, 0, Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static String key(Snapshot seen, String property) {
        String text = Values.text(seen.record().values().get(property));
        return text == null ? "" : property.equals("email") ? text.strip().toLowerCase(Locale.ROOT) : text.strip();
    }

    void afterTransform(Chunk chunk) {
        chunk.items().stream()
                .filter(item -> item.decision()
                        .filter(Decision.Create.class::isInstance)
                        .isPresent())
                .filter(item -> item.stored().isEmpty())
                .filter(item -> !chunk.flow()
                        .takesPart(item.side(), item.snapshot().record().values()))
                .forEach(item -> world.journal()
                        .offence(chunk.flow().id() + " creates for "
                                + item.snapshot().id() + ", which takes no part"));
        for (Item item : chunk.linked()) {
            Link link = item.link().orElseThrow();
            for (RowOutcome outcome : item.outcomes()) {
                if (outcome instanceof RowOutcome.WriteTo write
                        && link.targetId() != null
                        && !met.contains(pair(link) + write.row().id())) {
                    String record = chunk.flow().entity(write.to()) + "/" + link.recordId(write.to());
                    firstMerges.add(
                            world.ids().counted(record) + "." + write.row().property(write.to()));
                }
            }
        }
    }

    /**
     * Notes which values have met: from now on they have a baseline, whatever the store says. A row that doesn't apply yet is
     * unchanged too, and its values meet later.
     */
    void afterLink(Chunk chunk) {
        for (Item item : chunk.linked()) {
            Link link = item.link().orElseThrow();
            if (link.targetId() != null && item.troubles(chunk.flow()).isEmpty() && !item.mustRunAgain()) {
                item.outcomes().stream()
                        .filter(outcome -> outcome instanceof RowOutcome.WriteTo
                                || outcome instanceof RowOutcome.Agreed
                                || outcome instanceof RowOutcome.Unchanged
                                        && outcome.row().when().isEmpty())
                        .forEach(outcome -> met.add(pair(link) + outcome.row().id()));
            }
        }
    }

    private static String pair(Link link) {
        return link.flow() + " " + link.sourceId() + " " + link.targetId() + " ";
    }
}
