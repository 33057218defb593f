package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.operator.Ambiguities;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.Links;
import io.tandem.store.ListedConflicts;
import io.tandem.store.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the store knows of a flow's pairs, and of records without one. */
final class KnownPairs {

    private final Application app;
    private final Flow flow;

    KnownPairs(Application app, Flow flow) {
        this.app = app;
        this.flow = flow;
    }

    Optional<Link> link(Side side, String id) {
        return Optional.ofNullable(app.engine()
                        .jdbi()
                        .withHandle(h -> Links.holding(h, flow.id(), side, List.of(id)))
                        .get(id))
                .filter(Link::complete);
    }

    /** That a source record has no link, as a claim. @param which record it is */
    TrialResult none(SyncRecord source, String which) {
        return TrialResult.that(
                link(Side.SOURCE, source.key().id()).isEmpty(),
                source.key() + ", " + which + ", has no link",
                source.key() + ", " + which + ", is linked, although it should not be");
    }

    /** Live records without a link as they were seen last. @param most so many of them */
    List<SyncRecord> unlinked(Side side, int most) {
        int feed = app.engine().feeds().id(flow.entity(side));
        return seen(side, app.engine().jdbi().withHandle(h -> Snapshots.unlinked(h, feed, flow.id(), side, most)));
    }

    /** How many live sources have no link. */
    long countUnlinked() {
        int feed = app.engine().feeds().id(flow.source());
        return app.engine().jdbi().withHandle(h -> Snapshots.countUnlinked(h, feed, flow.id()));
    }

    long countLinked() {
        return app.engine().jdbi().withHandle(h -> Links.count(h, flow.id(), LinkState.LINKED));
    }

    void unlink(String sourceId) {
        app.decisions(LiveRecords.TAG).unlink(flow, sourceId);
    }

    /** Whether an edit of a pair's property is listed as drift. */
    boolean drifts(Link pair, Row row) {
        return app.engine().jdbi().withHandle(h -> ListedConflicts.of(h, pair.id())).stream()
                .map(ListedConflicts.OfPair::conflict)
                .anyMatch(conflict ->
                        conflict.rowId().equals(row.id()) && conflict.state().equals("drift"));
    }

    /** The newest pair of the flow that is linked. */
    Optional<Link> anyLink() {
        return newest(flow, 1).stream().findFirst();
    }

    private List<Link> newest(Flow of, int most) {
        List<Link> found = new ArrayList<>();
        app.engine()
                .jdbi()
                .useHandle(h -> Links.each(h, List.of(of.id()), link -> {
                    if (link.complete() && link.state() == LinkState.LINKED) {
                        found.add(0, link);
                        if (found.size() > most) {
                            found.remove(most);
                        }
                    }
                }));
        return found;
    }

    /** The id of a record of an entity that a flow has linked with one of another. */
    Optional<String> linkedRecord(EntityKey entity, EntityKey with) {
        return app.flows().stream()
                .flatMap(other -> Stream.of(Side.values())
                        .filter(side -> other.entity(side).equals(entity)
                                && other.entity(side.other()).equals(with))
                        .flatMap(side -> newest(other, 1).stream().map(link -> link.recordId(side))))
                .findFirst();
    }

    /** Ids that a row's reference translates. @param most so many of them */
    List<Translation> translations(Row row, int most) {
        return new Translations(app, this::newest).of(row.reference(), most);
    }

    /** A record that several candidates match as it stands. */
    Optional<TrialResult> anyAmbiguous() {
        Ambiguities ambiguities = app.engine().waiting().ambiguous(flow);
        return ambiguities.sources().stream()
                .filter(source -> ambiguities.candidates(source, 2).size() > 1
                        && link(Side.SOURCE, source).isEmpty())
                .findFirst()
                .map(source -> TrialResult.proven(
                        flow.source().record(source) + ", which several candidates match, has no link"));
    }

    /** As they were seen last. */
    List<SyncRecord> seen(Side side, List<String> ids) {
        Map<String, Snapshot> snapshots = app.engine().feeds().snapshots(flow.entity(side), ids);
        return ids.stream()
                .map(snapshots::get)
                .filter(Objects::nonNull)
                .map(Snapshot::record)
                .toList();
    }
}
