package io.tandem.store;

import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The table of imported cross-references. In the caller's transaction. */
final class CrossReferences {

    private CrossReferences() {}

    static List<CrossReference> all(Handle handle) {
        return handle.createQuery("select source_entity, source_id, target_entity, target_id from cross_reference"
                        + " order by source_entity, target_entity, source_id")
                .map((rs, ctx) -> new CrossReference(
                        EntityKey.parse(rs.getString(1)).record(rs.getString(2)),
                        EntityKey.parse(rs.getString(3)).record(rs.getString(4))))
                .list();
    }

    /**
     * Stores cross-references, dropping older ones that hold the same records. The history gets a row for each that is
     * new, and for each that went. Cost: the table is read once; 3 batches at the most for each 500 that change.
     *
     * @return how many are new
     */
    static int put(Handle handle, Collection<CrossReference> references, ImportFile file) {
        List<CrossReference> before = all(handle);
        Set<CrossReference> after = new OneToOne(before, references).all();
        Set<CrossReference> known = Set.copyOf(before);
        List<CrossReference> gone =
                before.stream().filter(x -> !after.contains(x)).toList();
        List<CrossReference> news = references.stream()
                .filter(x -> after.contains(x) && !known.contains(x))
                .distinct()
                .toList();
        batches(
                handle,
                "delete from cross_reference where source_entity = ? and source_id = ? and target_entity = ?"
                        + " and target_id = ?",
                gone);
        batches(
                handle,
                "insert into cross_reference (source_entity, source_id, target_entity, target_id) values (?, ?, ?, ?)",
                news);
        History.add(
                handle,
                Stream.concat(
                                entries(gone, news, Event.UNREFERENCED, file, ", which names another partner"),
                                entries(news, gone, Event.REFERENCED, file, ""))
                        .toList());
        return news.size();
    }

    private static void batches(Handle handle, String sql, List<CrossReference> references) {
        RowBatch.execute(handle, sql, references, (statement, x) -> {
            statement.setString(1, x.source().entity().toString());
            statement.setString(2, x.source().id());
            statement.setString(3, x.target().entity().toString());
            statement.setString(4, x.target().id());
        });
    }

    /** One that only changed its columns is no event. */
    private static Stream<Entry> entries(
            List<CrossReference> some, List<CrossReference> others, Event event, ImportFile file, String why) {
        Set<Set<RecordKey>> turned =
                others.stream().map(x -> Set.of(x.source(), x.target())).collect(Collectors.toSet());
        return some.stream()
                .filter(x -> !turned.contains(Set.of(x.source(), x.target())))
                .map(x -> new Entry(
                        file.at(),
                        "",
                        event,
                        x.source(),
                        x.target(),
                        x.source(),
                        x.target(),
                        file.because() + why,
                        file.who(),
                        List.of()));
    }
}
