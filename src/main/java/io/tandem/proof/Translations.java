package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Reference;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.store.CrossReference;
import io.tandem.store.References;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Finds ids that a reference translates: in the table that was imported, and among the pairs of flows. */
final class Translations {

    private final Application app;
    private final References references;
    private final BiFunction<Flow, Integer, List<Link>> newest;

    /** @param newest the newest pairs of a flow, so many of them */
    Translations(Application app, BiFunction<Flow, Integer, List<Link>> newest) {
        this.app = app;
        this.references = app.engine().references();
        this.newest = newest;
    }

    List<Translation> of(Reference reference, int most) {
        EntityKey source = references.idSpace(reference.source());
        EntityKey target = references.idSpace(reference.target());
        List<Translation> found = new ArrayList<>();
        for (CrossReference one : references.imported()) {
            if (one.source().entity().equals(source) && one.target().entity().equals(target)) {
                found.add(new Translation(one.source().id(), one.target().id()));
            } else if (one.source().entity().equals(target)
                    && one.target().entity().equals(source)) {
                found.add(new Translation(one.target().id(), one.source().id()));
            }
        }
        for (Flow flow : app.flows()) {
            for (Side side : Side.values()) {
                if (references.idSpace(flow.entity(side)).equals(source)
                        && references.idSpace(flow.entity(side.other())).equals(target)) {
                    newest.apply(flow, most)
                            .forEach(link ->
                                    found.add(new Translation(link.recordId(side), link.recordId(side.other()))));
                }
            }
        }
        return found.stream().limit(most).toList();
    }
}
