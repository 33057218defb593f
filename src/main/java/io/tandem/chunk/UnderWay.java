package io.tandem.chunk;

import io.tandem.config.Signal;
import io.tandem.flow.RoundStopped;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The chunks of one direction of a round that are under way: how many there may be, which records they have in hand,
 * and up to where all are saved (rules 9 and 11). In memory only: one process at a time works on a flow. Thread-safe.
 */
public final class UnderWay {

    /** A chunk's place among them. Thread-safe. */
    public static final class Place {
        private final UnderWay all;
        private final long last;
        private final long finishedBefore;
        private final Set<String> records = new HashSet<>();
        private volatile Started started = Started.none();
        private boolean entered;
        private boolean saved;

        private Place(UnderWay all, long last, long finishedBefore) {
            this.all = all;
            this.last = last;
            this.finishedBefore = finishedBefore;
        }

        /**
         * The first step has the chunk: the round does not end before it is done. The splitter may end before a chunk
         * gets here.
         *
         * @return false if the round is over by now: nothing may be written any more
         */
        public boolean enter() {
            return all.enter(this);
        }

        /**
         * Claims records of the other side, all or none: no other chunk gets one of them until this one is done.
         *
         * @param known how many chunks were done when the store was asked about them
         * @return false if another chunk has one of them, or had one since then
         */
        public boolean claim(Collection<String> ids, long known) {
            return all.claim(this, ids, known);
        }

        /** Its creates that the store has as started, and not yet as links. */
        public Started started() {
            return started;
        }

        public void started(Started stored) {
            started = stored;
        }

        /** How many chunks are done by now. */
        public long finished() {
            return all.finished();
        }

        /** Waits until more are done than {@code before}. */
        public void awaitMoreThan(long before) {
            all.await(() -> all.finished() > before);
        }

        /**
         * Takes the turn to save: other chunks wait until {@link #release}. Taken before the transaction. A chunk that
         * waited with locked rows could block the one that has the turn.
         */
        public void hold() {
            all.saving.lock();
        }

        /** The offset as the store has it. */
        public long offset() {
            return all.offset();
        }

        /** Up to where all chunks are saved once this one is. While one before it isn't saved, the offset as it is. */
        public long reached() {
            return all.reached(this);
        }

        /** What was saved is committed. */
        public void saved() {
            started = Started.none();
            all.saved(this);
        }

        /** Others may save. */
        public void release() {
            all.saving.unlock();
        }

        /** The chunk has left its route. @param failed whether by a failure, which ends the round */
        public void done(boolean failed) {
            all.done(this, failed);
        }
    }

    private final String route;
    private final int most;
    private final Signal signal;
    private final ReentrantLock saving = new ReentrantLock();
    private final Set<Place> running = new HashSet<>();
    /** Those that move the offset, in its order, from the first that isn't saved. */
    private final Deque<Place> inOrder = new ArrayDeque<>();

    private final Set<String> claimed = new HashSet<>();
    /** Records that a chunk has given back while another chunk was under way, and how many chunks were done then. */
    private final Map<String, Long> freed = new HashMap<>();

    private long offset;
    private long finished;
    private boolean stopped;
    private boolean lost;
    private boolean ended;
    private Runnable atEnd;

    /**
     * @param route whose chunks they are, for messages
     * @param most chunks at the same time
     * @param offset where the store's stands
     */
    public UnderWay(String route, int most, long offset, Clock clock) {
        this.route = route;
        this.most = most;
        this.offset = offset;
        this.signal = new Signal(clock);
    }

    /** The place of a chunk that no other one is beside. */
    static Place alone(long first, long last) {
        return new UnderWay("", 1, first, Clock.systemUTC()).begin(first, last);
    }

    /** Waits until another chunk may begin. @return false if none is to: one failed, or the round ends */
    public boolean awaitTurn() {
        await(() -> isFree() || isStopped());
        return goesOn();
    }

    /** Whether no other chunk is to begin: one failed, or was lost on its way, or the round ends. */
    public synchronized boolean isStopped() {
        return stopped;
    }

    /**
     * Waits until all chunks are done, or no other is to begin.
     *
     * @return false if no other is to begin: one failed, or the round ends
     */
    public boolean awaitAll() {
        await(() -> isEmpty() || isStopped());
        return goesOn();
    }

    /**
     * Lets no further chunk begin, and none that was taken enter its steps. It waits for none: a chunk may need this
     * thread.
     *
     * @param then runs once no chunk is in its steps: at once, or by the last of them
     */
    public void end(Runnable then) {
        synchronized (this) {
            stopped = true;
            ended = true;
            atEnd = then;
        }
        signal.changed();
        atEnd().ifPresent(Runnable::run);
    }

    /** What is to be done at the end, once, if that has come. */
    private synchronized Optional<Runnable> atEnd() {
        if (running.stream().anyMatch(place -> place.entered)) {
            return Optional.empty();
        }
        Optional<Runnable> due = Optional.ofNullable(atEnd);
        atEnd = null;
        return due;
    }

    /** @param first where it begins; equal to {@code last} if it doesn't move the offset */
    public synchronized Place begin(long first, long last) {
        Place place = new Place(this, last, finished);
        running.add(place);
        if (first != last) {
            inOrder.add(place);
        }
        return place;
    }

    private synchronized boolean isFree() {
        return running.size() < most;
    }

    private synchronized boolean isEmpty() {
        return running.isEmpty();
    }

    private synchronized boolean enter(Place place) {
        place.entered |= !ended;
        return place.entered;
    }

    private synchronized long finished() {
        return finished;
    }

    private synchronized long offset() {
        return offset;
    }

    /**
     * Whether another chunk may begin.
     *
     * @throws IllegalStateException if a chunk was lost on its way: what it stood for would never be saved
     */
    public synchronized boolean goesOn() {
        if (lost) {
            throw new IllegalStateException(route + ": a chunk left the route before the step link, without a failure."
                    + " A step that leaves records out calls skip on them; it does not drop the chunk");
        }
        return !stopped;
    }

    private synchronized boolean claim(Place place, Collection<String> ids, long known) {
        if (ids.stream()
                .filter(id -> !place.records.contains(id))
                .anyMatch(id -> claimed.contains(id) || freed.getOrDefault(id, 0L) > known)) {
            return false;
        }
        place.records.addAll(ids);
        claimed.addAll(ids);
        return true;
    }

    private synchronized long reached(Place place) {
        long reached = offset;
        for (Place one : inOrder) {
            if (one != place && !one.saved) {
                return reached;
            }
            reached = one.last;
        }
        return reached;
    }

    private synchronized void saved(Place place) {
        place.saved = true;
        while (!inOrder.isEmpty() && inOrder.peek().saved) {
            offset = inOrder.remove().last;
        }
    }

    private void done(Place place, boolean failed) {
        synchronized (this) {
            if (!running.remove(place)) {
                return;
            }
            claimed.removeAll(place.records);
            finished++;
            place.records.forEach(id -> freed.put(id, finished));
            long oldest = running.stream()
                    .mapToLong(other -> other.finishedBefore)
                    .min()
                    .orElse(finished);
            freed.values().removeIf(done -> done <= oldest);
            stopped |= !place.saved;
            lost |= !place.saved && !failed;
        }
        signal.changed();
        atEnd().ifPresent(Runnable::run);
    }

    private void await(BooleanSupplier holds) {
        try {
            signal.await(holds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoundStopped.Ending(route + ": interrupted while it waited for its chunks");
        }
    }
}
