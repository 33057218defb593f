package io.tandem.record;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of numbers from 0 on that lie close together, as a database gives them out: a bit for each, and nothing for the
 * stretches that have none. A million take 125 kilobytes. Not thread-safe.
 */
public final class NumberSet {

    private static final int STRETCH = 1 << 16;

    private final Map<Long, BitSet> stretches = new TreeMap<>();
    private long size;

    /** @throws IndexOutOfBoundsException if it is negative */
    public void add(long number) {
        if (!contains(number)) {
            stretches.computeIfAbsent(number / STRETCH, stretch -> new BitSet()).set((int) (number % STRETCH));
            size++;
        }
    }

    public boolean contains(long number) {
        BitSet stretch = stretches.get(number / STRETCH);
        return stretch != null && number >= 0 && stretch.get((int) (number % STRETCH));
    }

    /** The last of the numbers that follow {@code number} without a gap; {@code number} if the next one is not in the set. */
    public long endOfRun(long number) {
        long end = number;
        while (contains(end + 1)) {
            long next = end + 1;
            BitSet stretch = stretches.get(next / STRETCH);
            end = next / STRETCH * STRETCH + stretch.nextClearBit((int) (next % STRETCH)) - 1;
        }
        return end;
    }

    /** How many there are behind {@code after}, up to {@code last}. */
    public long count(long after, long last) {
        long count = 0;
        for (long first = Math.max(0, after + 1); first <= last; first = (first / STRETCH + 1) * STRETCH) {
            BitSet stretch = stretches.get(first / STRETCH);
            int end = (int) (Math.min(last, (first / STRETCH + 1) * STRETCH - 1) % STRETCH) + 1;
            count += stretch == null
                    ? 0
                    : stretch.get((int) (first % STRETCH), end).cardinality();
        }
        return count;
    }

    public long size() {
        return size;
    }
}
