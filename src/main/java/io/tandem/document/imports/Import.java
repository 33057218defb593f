package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.flow.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out what importing documents changes in a site's files. The first import of a flow writes its files; a later one
 * merges three ways: what the documents said before, what they say now, and what the site made of it.
 *
 * <p>Shape: documents and the site's files in, a {@link Plan} out; nothing is written. Cost: every document that was
 * imported before is read again, some milliseconds each.
 */
public final class Import {

    /** Where the documents stand that were imported last. */
    public static final String DOCUMENTS = "config/documents";

    static final String ENDING = ".rst";

    /** What a document and the site changed differently: a person decides. @param document by its stem */
    public record Conflict(String document, String flow, String message) {}

    /**
     * What an import does.
     *
     * @param changes of files, all or none of them to be written
     * @param conflicts that hold their whole documents back, unless the documents are to win
     * @param held documents of which nothing is done, by their stems: because of a conflict, or because a file of the site
     *     would change
     * @param wouldChange files of held documents as they would become
     * @param notes what is worth knowing
     */
    public record Plan(
            List<FileChange> changes,
            List<Conflict> conflicts,
            Set<String> held,
            List<FileChange> wouldChange,
            List<String> notes) {}

    private final SiteFiles files;
    private final DescribedSystems described;
    private final List<Flow> site;
    private final Set<String> unreadable;

    /**
     * @param site the flows of the site's files, as far as they can be read
     * @param unreadable the ids of flow files that can't be read
     */
    public Import(SiteFiles files, DescribedSystems described, List<Flow> site, Set<String> unreadable) {
        this.files = files;
        this.described = described;
        this.site = List.copyOf(site);
        this.unreadable = Set.copyOf(unreadable);
    }

    /**
     * @param documents of different names
     * @param change whether files of the site may change where nothing of the site's is lost
     * @param force whether they may change, and the documents win where both changed the same thing
     */
    public Plan plan(List<DataflowDocument> documents, boolean change, boolean force) {
        Map<String, DataflowDocument> before = imported();
        Map<String, DataflowDocument> todo = new LinkedHashMap<>();
        documents.forEach(document -> todo.put(document.stem(), document));
        Set<String> held = new TreeSet<>();
        List<Conflict> conflicts = new ArrayList<>();
        List<FileChange> wouldChange = new ArrayList<>();
        while (true) {
            ImportAttempt attempt = new ImportAttempt(files, described, site, unreadable, force);
            attempt.plan(before, todo);
            Set<String> back = attempt.heldBack(change || force);
            if (back.isEmpty()) {
                return new Plan(attempt.changes(), conflicts, held, wouldChange, attempt.notes());
            }
            conflicts.addAll(attempt.conflicts());
            wouldChange.addAll(attempt.changed());
            held.addAll(back);
            todo.keySet().removeAll(back);
        }
    }

    private Map<String, DataflowDocument> imported() {
        Map<String, DataflowDocument> documents = new TreeMap<>();
        for (String name : files.names(DOCUMENTS, ENDING)) {
            DataflowDocument document = DocumentParser.parse(
                    name, files.text(DOCUMENTS + "/" + name).orElse(""));
            documents.put(document.stem(), document);
        }
        return documents;
    }
}
