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

    public long size() {
        return size;
    }
}
