package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.Application;
import io.tandem.app.RoundFailures;
import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Links;
import io.tandem.system.EntityClient;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes, edits and removes records of a flow's two systems as people would, and runs its rounds. What it makes carries {@link
 * #TAG} as its external reference.
 */
final class Hands {

    static final String TAG = "tandem-qa";

    private final Application app;
    private final Flow flow;
    private final List<SyncRecord> made = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    Hands(Application app, Flow flow) {
        this.app = app;
        this.flow = flow;
    }

    EntityClient client(Side side) {
        return app.systems().entity(flow.entity(side));
    }

    boolean makes(Side side) {
        return client(side).facts().canCreate();
    }

    private Set<String> properties(Side side) {
        Set<String> names = new TreeSet<>(client(side).facts().needed());
        flow.rows().stream()
                .map(row -> row.property(side))
                .filter(java.util.Objects::nonNull)
                .forEach(names::add);
        flow.match().forEach(pairs -> pairs.forEach(pair -> names.add(pair.property(side))));
        flow.rows().forEach(row -> row.when().stream()
                .filter(condition -> condition.side() == side)
                .forEach(condition -> names.add(condition.condition().property())));
        if (side == Side.SOURCE) {
            flow.connectedTo().forEach(connection -> connection.by().ifPresent(names::add));
        }
        return names;
    }

    /** @return empty if the system refuses it */
    Optional<SyncRecord> make(Side side, Values values) {
        String ref = TAG + "/" + flow.entity(side).entity() + "/" + UUID.randomUUID();
        Write create = new Write.Create(ref, UUID.randomUUID().toString(), values);
        return written(client(side).write(List.of(create), properties(side)).get(0))
                .map(record -> {
                    made.add(record);
                    return record;
                });
    }

    /** @return the record as it stands then; empty if the system refuses the edit */
    Optional<SyncRecord> edit(Side side, String id, String property, JsonNode value) {
        Values change = Values.of(java.util.Collections.singletonMap(property, value));
        return read(side, id)
                .flatMap(now -> written(client(side)
                        .write(List.of(new Write.Update(now, change)), properties(side))
                        .get(0)));
    }

    private static Optional<SyncRecord> written(WriteResult result) {
        return result instanceof WriteResult.Written written
                        && written.refused().isEmpty()
                ? Optional.of(written.record())
                : Optional.empty();
    }

    /** As it stands; where records can't be read one by one, as it was seen last. */
    Optional<SyncRecord> read(Side side, String id) {
        return client(side).facts().canReadMany()
                ? Optional.ofNullable(client(side)
                        .readByIds(List.of(id), properties(side))
                        .found()
                        .get(id))
                : Optional.ofNullable(app.engine()
                                .feeds()
                                .snapshots(flow.entity(side), List.of(id))
                                .get(id))
                        .map(Snapshot::record);
    }

    /** @return what went wrong; empty if nothing did */
    List<String> sync() {
        RoundFailures failures =
                app.rounds().untilQuiet(List.of(flow), app.tally().start());
        return failures.lines();
    }

    Optional<Link> link(Side side, String id) {
        return Optional.ofNullable(app.engine()
                        .jdbi()
                        .withHandle(h -> Links.holding(h, flow.id(), side, List.of(id)))
                        .get(id))
                .filter(Link::complete);
    }

    /** The newest pair of the flow that is linked. */
    Optional<Link> anyLink() {
        List<Link> found = new ArrayList<>(1);
        app.engine()
                .jdbi()
                .useHandle(h -> Links.each(h, List.of(flow.id()), link -> {
                    if (link.complete() && link.state() == io.tandem.chunk.LinkState.LINKED) {
                        found.clear();
                        found.add(link);
                    }
                }));
        return found.stream().findFirst();
    }

    /** The id of a record of an entity that a flow has linked with one of another. */
    Optional<String> linkedRecord(EntityKey entity, EntityKey with) {
        for (Flow other : app.flows()) {
            for (Side side : Side.values()) {
                if (other.entity(side).equals(entity)
                        && other.entity(side.other()).equals(with)) {
                    Optional<String> id = new Hands(app, other).anyLink().map(link -> link.recordId(side));
                    if (id.isPresent()) {
                        return id;
                    }
                }
            }
        }
        return Optional.empty();
    }

    RecordKey key(Side side, String id) {
        return flow.entity(side).record(id);
    }

    /** Removes what was made, and what the flow made of it. @return what could not be removed */
    List<String> cleanUp() {
        for (SyncRecord record : List.copyOf(made)) {
            for (Side side : Side.values()) {
                if (flow.entity(side).equals(record.key().entity())) {
                    Optional<Link> link = link(side, record.key().id());
                    remove(side, record.key().id());
                    link.filter(pair -> made.stream().noneMatch(other -> other.key()
                                    .equals(key(side.other(), pair.recordId(side.other())))))
                            .ifPresent(pair -> remove(side.other(), pair.recordId(side.other())));
                }
            }
        }
        sync();
        return left;
    }

    private void remove(Side side, String id) {
        EntityKey entity = flow.entity(side);
        boolean removed = client(side).facts().canDelete()
                && read(side, id)
                        .map(now -> client(side)
                                        .write(List.of(new Write.Delete(now)), properties(side))
                                        .get(0)
                                instanceof WriteResult.Written)
                        .orElse(true);
        if (!removed) {
            left.add(entity.record(id).toString());
        }
    }
}
