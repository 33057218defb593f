package io.tandem.document.imports;

import io.tandem.config.YamlScalar;
import io.tandem.config.YamlText;
import io.tandem.document.DataflowDocument;
import io.tandem.document.FlowIds;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the descriptors of systems that nobody has described need for some flows: new stubs, and additions to stubs. */
final class Stubs {

    private final DescribedSystems described;
    private final SiteFiles files;
    private final Map<String, String> titles = new HashMap<>();
    private final Map<String, Stub> wanted = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private final RouteFolder routes;

    Stubs(DescribedSystems described, SiteFiles files, RouteFolder routes) {
        this.described = described;
        this.files = files;
        this.routes = routes;
    }

    /** Takes the systems' names from a document's title. */
    void name(DataflowDocument document) {
        FlowIds ids = FlowIds.of(document);
        titles.putIfAbsent(described.system(ids.sourceSystem()), document.source());
        titles.putIfAbsent(described.system(ids.targetSystem()), document.target());
    }

    /** Takes what a flow needs. */
    void add(FlowDraft draft) {
        for (Side side : Side.values()) {
            EntityKey entity = side == Side.SOURCE ? draft.source() : draft.target();
            if (!described.isDescribed(entity.system())) {
                Stub stub = stub(entity);
                draft.said().matches().forEach(match -> match.pairs().forEach(pair -> {
                    property(stub, entity, pair.property(side));
                    asked(stub, entity, side, pair.when());
                }));
                draft.said().properties().forEach(property -> {
                    property(stub, entity, property.row().property(side));
                    asked(stub, entity, side, property.row().when());
                });
            }
        }
        if (!described.isDescribed(draft.source().system())) {
            draft.connectedTo().forEach(connection -> connection.by().ifPresent(property -> stub(draft.source())
                    .property(draft.source().entity(), property)));
        }
    }

    private Stub stub(EntityKey entity) {
        Stub stub = wanted.computeIfAbsent(
                entity.system(), system -> new Stub(system, titles.getOrDefault(system, system)));
        stub.entity(entity.entity());
        return stub;
    }

    private static void property(Stub stub, EntityKey entity, String property) {
        if (!property.isEmpty()) {
            stub.property(entity.entity(), property);
        }
    }

    private static void asked(Stub stub, EntityKey entity, Side side, List<SideCondition> conditions) {
        conditions.stream()
                .filter(one -> one.side() == side)
                .forEach(one -> property(stub, entity, one.condition().property()));
    }

    /** The files to write. */
    List<FileChange> changes() {
        List<FileChange> changes = new ArrayList<>();
        StringBuilder lacking = new StringBuilder();
        wanted.forEach((system, stub) -> {
            String path = DescribedSystems.descriptor(system);
            Optional<String> there = files.text(path);
            changes.add(new FileChange(
                    path,
                    there,
                    Optional.of(there.map(text -> added(text, stub, system)).orElseGet(stub::file)),
                    true));
            if (!routes.has(system)) {
                lacking.append(RouteText.system(system));
            }
        });
        if (!lacking.isEmpty()) {
            String before = files.text(RouteFolder.SYSTEMS).orElse("");
            String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            changes.add(new FileChange(
                    RouteFolder.SYSTEMS, Optional.of(before), Optional.of(before + gap + lacking), true));
        }
        changes.removeIf(FileChange::isNone);
        return changes;
    }

    /** A stub with what it lacks; all that stands in it stays. */
    private String added(String text, Stub stub, String system) {
        YamlText edits = YamlText.of(text);
        stub.entities().forEach((entity, properties) -> {
            EntityFacts known = described.facts(new EntityKey(system, entity)).orElse(null);
            if (known == null) {
                String body = stub.entityText(entity)
                        .replaceFirst("^ +[^:]+:", "")
                        .replace("\n  ", "\n")
                        .stripTrailing();
                note(edits.add(List.of("entities"), entity, body), system, "the entity " + entity);
            } else {
                SortedSet<String> all = new TreeSet<>(known.properties().keySet());
                all.addAll(properties);
                properties.stream()
                        .filter(property -> !known.properties().containsKey(property))
                        .forEach(property -> {
                            String value = Stub.access(
                                    property, all, known.properties().keySet());
                            note(
                                    edits.add(
                                            List.of("entities", entity, "properties"), YamlScalar.of(property), value),
                                    system,
                                    "the property " + property + " of " + entity);
                        });
            }
        });
        return edits.edited();
    }

    private void note(boolean done, String system, String what) {
        if (!done) {
            notes.add(DescribedSystems.descriptor(system) + ": add " + what
                    + " there; it is written in a form that import doesn't change");
        }
    }

    List<String> notes() {
        return notes;
    }
}
