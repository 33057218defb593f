package io.tandem.store;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.bench.Sample;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Side;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Batches as large as a chunk, each in a transaction of its own, in an H2 file; what is counted is for one row. */
@State(Scope.Benchmark)
@OperationsPerInvocation(StoreBenchmark.CHUNK)
public class StoreBenchmark {

    static final int CHUNK = 200;

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Path folder;
    private Database database;
    private int feed;
    private long last;
    private List<Snapshots.Row> stored;
    private List<String> ids;
    private List<Link> links;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("tandem-bench");
        database = Database.open("jdbc:h2:file:" + folder.resolve("store"), "sa", "");
        feed = database.jdbi()
                .inTransaction(handle -> FeedTable.state(handle, Sample.TICKETS))
                .id();
        stored = snapshots();
        ids = stored.stream().map(row -> row.seen().id()).toList();
        database.jdbi().useTransaction(handle -> {
            Snapshots.insert(handle, feed, stored);
            links = Links.insertAll(handle, newLinks());
        });
    }

    @TearDown
    public void close() throws IOException {
        database.close();
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }

    private List<Snapshots.Row> snapshots() {
        List<Snapshots.Row> rows = new ArrayList<>();
        for (int i = 0; i < CHUNK; i++) {
            long id = ++last;
            Values values = Values.of(Map.of(
                    "subject",
                    TextNode.valueOf("The printer on floor " + id % 17 + " is out of paper (" + id + ")"),
                    "description",
                    TextNode.valueOf("Since this morning nothing comes out of it, and the light blinks.")));
            SyncRecord ticket = new SyncRecord(
                    Sample.TICKETS.record(Long.toString(id)), values, NOON, Long.toString(id), Presence.LIVE);
            Map<String, Instant> changedAt = Map.of("subject", NOON, "description", NOON);
            rows.add(new Snapshots.Row(new Snapshot(ticket, changedAt, id, id), Instant.EPOCH, List.of()));
        }
        return rows;
    }

    private List<Link> newLinks() {
        List<Link> rows = new ArrayList<>();
        for (int i = 0; i < CHUNK; i++) {
            long id = ++last;
            rows.add(Link.creating("tickets--projects", "s" + id, "key-" + id, NOON)
                    .with(Side.TARGET, "t" + id, LinkState.LINKED));
        }
        return rows;
    }

    @Benchmark
    public void insertOfSnapshots() {
        List<Snapshots.Row> rows = snapshots();
        database.jdbi().useTransaction(handle -> Snapshots.insert(handle, feed, rows));
    }

    @Benchmark
    public void updateOfSnapshots() {
        database.jdbi().useTransaction(handle -> Snapshots.update(handle, feed, stored));
    }

    @Benchmark
    public Object loadOfSnapshots() {
        return database.jdbi().inTransaction(handle -> Snapshots.load(handle, feed, Sample.TICKETS, ids));
    }

    @Benchmark
    public void insertOfLinks() {
        List<Link> rows = newLinks();
        database.jdbi().useTransaction(handle -> Links.insertAll(handle, rows));
    }

    @Benchmark
    public void saveOfLinks() {
        links = database.jdbi().inTransaction(handle -> Links.saveAll(handle, links));
    }
}
