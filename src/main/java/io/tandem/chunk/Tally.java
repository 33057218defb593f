package io.tandem.chunk;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What this run did, flow by flow. Thread-safe; started anew with each run. */
public final class Tally {

    /** Counts of one flow; see the interface's {@code sync --json}. */
    public static final class Counts {
        private final Map<Side, Long> seen = new EnumMap<>(Side.class);
        private final Map<Side, Long> written = new EnumMap<>(Side.class);
        private final Set<Long> looked = new HashSet<>();
        private final Set<Long> touched = new HashSet<>();
        private long created;
        private long unfinished;
        private String missing;
        private String held;

        public long seen(Side side) {
            return seen.getOrDefault(side, 0L);
        }

        public long written(Side side) {
            return written.getOrDefault(side, 0L);
        }

        public long created() {
            return created;
        }

        /** Pairs looked at for which nothing had to be done. */
        public long unchanged() {
            return looked.stream().filter(link -> !touched.contains(link)).count();
        }

        /** Why the flow could not run because an entity doesn't exist; null if it could. */
        public String missing() {
            return missing;
        }
    }

    private final Pulse pulse;
    private final Map<String, Counts> byFlow = new TreeMap<>();

    private long looked;

    /** @param pulse counts on, whatever starts anew */
    public Tally(Pulse pulse) {
        this.pulse = pulse;
    }

    public Pulse pulse() {
        return pulse;
    }

    public synchronized void start() {
        looked = 0;
        byFlow.clear();
    }

    public synchronized Counts of(String flow) {
        return byFlow.computeIfAbsent(flow, f -> new Counts());
    }

    /** @return whether this is news in this run */
    public synchronized boolean missing(Flow flow, String why) {
        Counts counts = of(flow.id());
        boolean news = counts.missing == null;
        counts.missing = why;
        return news;
    }

    /** @return whether this is news in this run */
    public synchronized boolean held(Flow flow, String why) {
        Counts counts = of(flow.id());
        boolean news = !why.equals(counts.held);
        counts.held = why;
        return news;
    }

    /** Writes, creates and merges that must run again, of all flows so far: a round that adds none is the last. */
    public synchronized long work() {
        return byFlow.values().stream()
                .mapToLong(c -> c.created + c.unfinished + c.written(Side.SOURCE) + c.written(Side.TARGET))
                .sum();
    }

    /** Records looked at so far. */
    public synchronized long looked() {
        return looked;
    }

    public synchronized void count(Chunk chunk) {
        pulse.count(chunk);
        looked += chunk.items().size();
        Counts counts = of(chunk.flow().id());
        for (Item item : chunk.items()) {
            boolean quiet = item.wrote().isEmpty() && !item.created() && !item.mustRunAgain();
            boolean echo = item.seen().echo()
                    && quiet
                    && item.outcomes().stream().allMatch(RowOutcome.Unchanged.class::isInstance);
            if (echo) {
                continue;
            }
            if (item.changed()) {
                counts.seen.merge(item.side(), 1L, Long::sum);
            }
            item.wrote().forEach(side -> counts.written.merge(side, 1L, Long::sum));
            counts.created += item.created() ? 1 : 0;
            counts.unfinished += item.mustRunAgain() ? 1 : 0;
            item.link().filter(link -> item.skipped().isEmpty()).ifPresent(link -> {
                counts.looked.add(link.id());
                if (!quiet) {
                    counts.touched.add(link.id());
                }
            });
        }
    }
}
