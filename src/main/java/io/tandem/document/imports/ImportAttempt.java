package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentWriter;
import io.tandem.document.FlowIds;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One try of an import, with the documents that nothing has held back so far. */
final class ImportAttempt {

    private final SiteFiles files;
    private final DescribedSystems described;
    private final List<Flow> site;
    private final Set<String> unreadable;
    private final boolean force;
    private final Map<FileChange, Set<String>> documentsOf = new LinkedHashMap<>();
    private final List<Import.Conflict> conflicts = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final RouteFolder routes;

    ImportAttempt(SiteFiles files, DescribedSystems described, List<Flow> site, Set<String> unreadable, boolean force) {
        this.files = files;
        this.described = described;
        this.site = site;
        this.unreadable = unreadable;
        this.force = force;
        this.routes = new RouteFolder(files);
    }

    /**
     * @param before the documents of the last imports by their stems
     * @param todo those of this one
     */
    void plan(Map<String, DataflowDocument> before, Map<String, DataflowDocument> todo) {
        Map<String, DataflowDocument> now = new LinkedHashMap<>(before);
        now.putAll(todo);
        Naming naming = new Naming(site);
        Map<String, FlowDraft> old = naming.before(FlowDrafts.of(List.copyOf(before.values()), described));
        Map<String, FlowDraft> next = naming.now(FlowDrafts.of(List.copyOf(now.values()), described), old);
        Stubs stubs = new Stubs(described, files, routes);
        todo.values().forEach(stubs::name);
        Set<String> ids = new LinkedHashSet<>(next.keySet());
        ids.addAll(old.keySet());
        for (String id : ids) {
            Set<String> of = new TreeSet<>(documents(old.get(id)));
            of.addAll(documents(next.get(id)));
            of.retainAll(todo.keySet());
            if (!of.isEmpty()) {
                flow(id, old.get(id), next.get(id), of, stubs);
            }
        }
        stubs.changes().forEach(change -> documentsOf.put(change, Set.of()));
        notes.addAll(stubs.notes());
        todo.values().forEach(this::noteName);
        todo.forEach((stem, document) -> {
            String path = Import.DOCUMENTS + "/" + stem + Import.ENDING;
            String text = DocumentWriter.write(document);
            add(new FileChange(path, files.text(path), Optional.of(text), true), Set.of(stem));
        });
    }

    private void noteName(DataflowDocument document) {
        FlowIds ids = FlowIds.of(document);
        if (!ids.sayBoth()) {
            notes.add(document.name()
                    + ": its name doesn't say both systems, SOURCE-TARGET.rst; from its title they are called "
                    + described.system(ids.sourceSystem()) + " and " + described.system(ids.targetSystem()));
        }
    }

    /** The stems of the documents that a flow comes from. */
    private static Set<String> documents(FlowDraft draft) {
        Set<String> stems = new TreeSet<>();
        if (draft != null) {
            draft.said().sections().stream()
                    .map(Documented.Section::id)
                    .forEach(id -> stems.add(id.substring(0, id.lastIndexOf('#'))));
        }
        return stems;
    }

    private void flow(String id, FlowDraft old, FlowDraft next, Set<String> documents, Stubs stubs) {
        String path = "config/flows/" + id + ".yaml";
        Optional<String> there = files.text(path);
        if (next == null) {
            there.ifPresent(text -> lost(id, path, text, old, documents));
        } else if (unreadable.contains(id)) {
            conflict(id, "its file can't be read as a flow; run check, and correct it", documents);
        } else if (there.isEmpty() && old != null && !force) {
            removedHere(id, old, next, documents);
        } else {
            stubs.add(next);
            if (there.isEmpty()) {
                add(FileChange.fresh(path, FlowText.file(next)), documents);
                noteConnections(next);
            } else if (!next.equals(old)) {
                FlowMerge.Outcome outcome = new FlowMerge(there.get(), old, force).merge(next);
                outcome.notes().forEach(note -> notes.add(id + ": " + note));
                outcome.conflicts().forEach(message -> conflict(id, message, documents));
                boolean harmless =
                        FlowMerge.differInPlacesOnly(there.get(), outcome.text().orElseThrow());
                add(new FileChange(path, there, outcome.text(), harmless), documents);
            }
            if (!routes.has(id)) {
                add(FileChange.fresh(RouteFolder.path(id), RouteFolder.text(next)), documents);
            }
        }
    }

    private void noteConnections(FlowDraft draft) {
        draft.connectedTo()
                .forEach(connection ->
                        notes.add(draft.id() + ": " + connection.by().orElse("") + " stands for the property of "
                                + draft.source() + " that holds the id of its " + connection.entity()
                                + "; name the real one there and in the descriptor"));
    }

    private void removedHere(String id, FlowDraft old, FlowDraft next, Set<String> documents) {
        if (FlowMerge.sayTheSame(old, next)) {
            notes.add(id + ": its file was removed here, and stays away; --force writes it again");
        } else {
            conflict(id, "the flow changed in the document, and its file was removed here", documents);
        }
    }

    private void lost(String id, String path, String text, FlowDraft old, Set<String> documents) {
        FlowMerge.Outcome outcome = new FlowMerge(text, old, force).lost();
        outcome.conflicts().forEach(message -> conflict(id, message, documents));
        add(new FileChange(path, Optional.of(text), outcome.text(), false), documents);
        Optional<String> route = files.text(RouteFolder.path(id));
        if (outcome.text().isEmpty() && route.isPresent()) {
            if (!force && !route.get().equals(RouteFolder.text(old))) {
                conflict(
                        id,
                        "the flow is no longer in the document, and " + RouteFolder.path(id) + " was changed here",
                        documents);
            }
            add(new FileChange(RouteFolder.path(id), route, Optional.empty(), false), documents);
        }
    }

    private void conflict(String flow, String message, Set<String> documents) {
        documents.forEach(document -> conflicts.add(new Import.Conflict(document, flow, message)));
    }

    private void add(FileChange change, Set<String> documents) {
        if (!change.isNone()) {
            documentsOf.put(change, documents);
        }
    }

    /**
     * The documents of which nothing can be done in this form.
     *
     * @param change whether files that a site has may change
     */
    Set<String> heldBack(boolean change) {
        Set<String> back = new TreeSet<>();
        conflicts.forEach(conflict -> back.add(conflict.document()));
        documentsOf.forEach((file, documents) -> {
            if (!change && !file.additive()) {
                back.addAll(documents);
            }
        });
        return back;
    }

    List<FileChange> changes() {
        return List.copyOf(documentsOf.keySet());
    }

    /** Those that are more than additions. */
    List<FileChange> changed() {
        return documentsOf.keySet().stream()
                .filter(change -> !change.additive())
                .toList();
    }

    List<Import.Conflict> conflicts() {
        return conflicts;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
