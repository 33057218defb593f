package io.tandem.operator;

import io.tandem.chunk.Snapshot;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.Links;
import io.tandem.store.MatchKeys;
import io.tandem.store.Snapshots;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** The source records of a matched flow that have no link yet, worked out from the snapshots and keys as they stand. */
public final class Waiting {

    private static final int PIECE = 1_000;

    /**
     * A source that waits.
     *
     * @param snapshot reads it, with those beside it: most lists show the keys alone; empty if it is gone since
     */
    public record Unlinked(String id, Supplier<Optional<Snapshot>> snapshot) {}

    private final Jdbi jdbi;
    private final Feeds feeds;

    public Waiting(Jdbi jdbi, Feeds feeds) {
        this.jdbi = jdbi;
        this.feeds = feeds;
    }

    /** The sources that several records match, or that share theirs with others. */
    public Ambiguities ambiguous(Flow flow) {
        return flow.matches()
                ? jdbi.withHandle(h -> new Ambiguities(
                        MatchKeys.ambiguous(h, flow.id()), Set.copyOf(Links.unlinkedPairs(h, flow.id()))))
                : new Ambiguities(List.of(), Set.of());
    }

    /** How many sources {@link #ambiguous} has. Cost: one walk over the flow's source keys, in the database. */
    public long countAmbiguous(Flow flow) {
        return flow.matches() ? jdbi.withHandle(h -> MatchKeys.countAmbiguous(h, flow.id())) : 0;
    }

    /**
     * How many live source records that take part have no link, ambiguous ones included. Cost: a walk over the snapshots of all
     * sources, in the database; where the flow has {@code where}, the unlinked ones are read too, some at a time.
     */
    public long unlinked(Flow flow) {
        if (!flow.matches()) {
            return 0;
        }
        if (!flow.where().isEmpty()) {
            long[] count = {0};
            eachUnlinked(flow, one -> count[0]++);
            return count[0];
        }
        return jdbi.inTransaction(h -> Snapshots.countUnlinked(h, feeds.id(flow.source()), flow.id()));
    }

    /** The snapshot of a live source that takes part and has no link; empty if it has one, or isn't there. */
    Optional<Snapshot> unlinked(Flow flow, String sourceId) {
        boolean held = jdbi.withHandle(h ->
                !Links.holding(h, flow.id(), Side.SOURCE, List.of(sourceId)).isEmpty());
        return flow.matches() && !held
                ? feeds.snapshots(flow.source(), List.of(sourceId)).values().stream()
                        .filter(seen -> seen.record().live()
                                && flow.takesPart(Side.SOURCE, seen.record().values()))
                        .findFirst()
                : Optional.empty();
    }

    /** The targets that match one source, as {@link #ambiguous} has them. */
    Set<String> candidates(Flow flow, String sourceId, int most) {
        return jdbi.withHandle(h -> new Ambiguities(
                        MatchKeys.around(h, feeds.keyRule(flow, Side.SOURCE), List.of(sourceId)),
                        Links.unlinked(h, flow.id(), List.of(sourceId)))
                .candidates(sourceId, most));
    }

    /** Streams the unlinked sources in order of their last change. */
    public void eachUnlinked(Flow flow, Consumer<Unlinked> consumer) {
        eachUnlinked(flow, id -> true, consumer);
    }

    /** The same of some. @param wanted says by the id which of them */
    void eachUnlinked(Flow flow, Predicate<String> wanted, Consumer<Unlinked> consumer) {
        int feed = feeds.id(flow.source());
        long after = 0;
        int read;
        do {
            long from = after;
            Map<String, Long> piece = new LinkedHashMap<>();
            jdbi.useHandle(h -> piece.putAll(Snapshots.unlinked(h, feed, flow.id(), from, PIECE)));
            each(flow, piece.keySet().stream().filter(wanted).toList(), consumer);
            after = piece.values().stream().mapToLong(Long::longValue).max().orElse(after);
            read = piece.size();
        } while (read == PIECE);
    }

    private void each(Flow flow, List<String> ids, Consumer<Unlinked> consumer) {
        Map<String, Snapshot> all = new HashMap<>();
        Function<String, Optional<Snapshot>> read = id -> {
            if (all.isEmpty()) {
                all.putAll(feeds.snapshots(flow.source(), ids));
            }
            return Optional.ofNullable(all.get(id));
        };
        ids.stream()
                .filter(id -> flow.where().isEmpty()
                        || read.apply(id)
                                .filter(seen -> flow.takesPart(
                                        Side.SOURCE, seen.record().values()))
                                .isPresent())
                .forEach(id -> consumer.accept(new Unlinked(id, () -> read.apply(id))));
    }
}
