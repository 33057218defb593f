package io.tandem.chunk;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.NumberSet;
import io.tandem.system.RunCalls;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What runs did, flow by flow. Scheduled rounds count for no run. Thread-safe. */
public final class RunCounts {

    /** Counts of one flow; see the interface's {@code sync --json}. */
    public static final class Counts {
        private final Map<Side, Long> seen = new EnumMap<>(Side.class);
        private final Map<Side, Long> written = new EnumMap<>(Side.class);
        private final NumberSet looked = new NumberSet();
        private final NumberSet touched = new NumberSet();
        private long created;
        private long unfinished;
        private String missing;

        public long seen(Side side) {
            return seen.getOrDefault(side, 0L);
        }

        public long written(Side side) {
            return written.getOrDefault(side, 0L);
        }

        public long created() {
            return created;
        }

        private long work() {
            return created + unfinished + written(Side.SOURCE) + written(Side.TARGET);
        }

        private void count(Flow flow, Item item) {
            boolean quiet = item.wrote().isEmpty() && !item.created() && !item.mustRunAgain();
            boolean echo =
                    item.echo() && quiet && item.outcomes().stream().allMatch(RowOutcome.Unchanged.class::isInstance);
            if (echo) {
                return;
            }
            if (item.changed()) {
                seen.merge(item.side(), 1L, Long::sum);
            }
            item.wrote().forEach(side -> written.merge(side, 1L, Long::sum));
            created += item.created() ? 1 : 0;
            unfinished += item.mustRunAgain() ? 1 : 0;
            item.link().filter(link -> item.skipped().isEmpty()).ifPresent(link -> {
                looked.add(link.id());
                if (!quiet || !item.troubles(flow).isEmpty()) {
                    touched.add(link.id());
                }
            });
        }

        /** Pairs looked at for which nothing had to be done. */
        public long unchanged() {
            return looked.size() - touched.size();
        }

        /** Why the flow could not run because an entity doesn't exist; null if it could. */
        public String missing() {
            return missing;
        }
    }

    /** One run: the rounds that somebody asked for at once; others may watch. */
    public static final class Run {
        private final Map<String, Counts> byFlow = new TreeMap<>();
        private final RunCalls calls;
        private long looked;

        private Run(RunCalls calls) {
            this.calls = calls;
        }

        /** What it called; work of the run is done within its {@code counting}. */
        public RunCalls calls() {
            return calls;
        }

        public synchronized Counts of(String flow) {
            return byFlow.computeIfAbsent(flow, f -> new Counts());
        }

        /** Writes, creates and merges that must run again, of all flows so far. */
        public synchronized long work() {
            return byFlow.values().stream().mapToLong(Counts::work).sum();
        }

        /** The same of one flow: a round that adds none to any is the last. */
        public synchronized long work(String flow) {
            return of(flow).work();
        }

        /** Records looked at so far. */
        public synchronized long looked() {
            return looked;
        }

        private synchronized void count(Chunk chunk) {
            looked += chunk.items().size() + chunk.passedBy();
            Counts counts = of(chunk.flow().id());
            counts.seen.merge(chunk.from(), chunk.passedBy(), Long::sum);
            chunk.items().forEach(item -> counts.count(chunk.flow(), item));
        }
    }

    private final FlowCounters counters;
    private final Map<String, String> said = new ConcurrentHashMap<>();

    /** @param counters counts on, whatever run starts */
    public RunCounts(FlowCounters counters) {
        this.counters = counters;
    }

    public FlowCounters flowCounters() {
        return counters;
    }

    /** A new run. What was reported of flows before it is news again. */
    public Run start() {
        return start(new RunCalls());
    }

    /** A new run that is a part of something larger. @param calls takes what it calls, too */
    public Run start(RunCalls calls) {
        said.clear();
        return new Run(calls);
    }

    /** The flow is left out because an entity doesn't exist. @return whether this is news since a run began */
    public boolean missing(Flow flow, String why, Optional<Run> run) {
        run.ifPresent(of -> of.of(flow.id()).missing = why);
        return isNews(flow, why);
    }

    /** The guard holds the flow. @return whether this is news since a run began */
    public boolean held(Flow flow, String why) {
        return isNews(flow, why);
    }

    private boolean isNews(Flow flow, String why) {
        return !why.equals(said.put(flow.id(), why));
    }

    /** @param run that the chunk's round counts for; empty if it runs on a schedule */
    public void count(Chunk chunk, Optional<Run> run) {
        counters.count(chunk);
        run.ifPresent(of -> of.count(chunk));
    }
}
