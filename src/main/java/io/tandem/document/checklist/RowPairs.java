package io.tandem.document.checklist;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds the rows that two tables have in common. Rows in the same order are paired first, then equal rows wherever they
 * stand, then rows that are alike by ever weaker measures.
 *
 * <p>Shape: two lists in; for each row of the first the index of its partner in the second, or -1. Cost: for tables that
 * differ in little about their length; else the product of the lengths of what differs, up to a limit, beyond which order
 * isn't looked at.
 */
final class RowPairs {

    private static final long MOST_STEPS = 4_000_000;

    private final List<List<String>> first;
    private final List<List<String>> second;
    private final int[] partner;
    private final boolean[] taken;
    private final boolean[] moved;

    private RowPairs(List<List<String>> first, List<List<String>> second) {
        this.first = first;
        this.second = second;
        this.partner = new int[first.size()];
        this.taken = new boolean[second.size()];
        this.moved = new boolean[first.size()];
        Arrays.fill(partner, -1);
    }

    /** @param measures each says what of a row must be equal, the strongest first */
    static RowPairs of(
            List<List<String>> first, List<List<String>> second, List<Function<List<String>, Object>> measures) {
        RowPairs pairs = new RowPairs(first, second);
        pairs.inOrder();
        pairs.anywhere(row -> row);
        for (int i = 0; i < pairs.partner.length; i++) {
            pairs.moved[i] &= pairs.partner[i] >= 0;
        }
        measures.forEach(pairs::anywhere);
        return pairs;
    }

    /** @return -1 if there is none */
    int partner(int row) {
        return partner[row];
    }

    /** Whether its partner is equal, but stands in another order. */
    boolean moved(int row) {
        return moved[row];
    }

    /** Rows of the second table without a partner. */
    List<Integer> left() {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                left.add(i);
            }
        }
        return left;
    }

    private void pair(int i, int j) {
        partner[i] = j;
        taken[j] = true;
    }

    /** The longest common sequence. */
    private void inOrder() {
        int from = 0;
        int end = first.size();
        int otherEnd = second.size();
        while (from < end && from < otherEnd && first.get(from).equals(second.get(from))) {
            pair(from, from++);
        }
        while (end > from && otherEnd > from && first.get(end - 1).equals(second.get(otherEnd - 1))) {
            pair(--end, --otherEnd);
        }
        Arrays.fill(moved, from, end, true);
        if ((long) (end - from) * (otherEnd - from) > MOST_STEPS) {
            Arrays.fill(moved, false);
            return;
        }
        int[][] longest = lengths(from, end, otherEnd);
        int i = from;
        int j = from;
        while (i < end && j < otherEnd) {
            if (first.get(i).equals(second.get(j))) {
                moved[i] = false;
                pair(i++, j++);
            } else if (longest[i - from + 1][j - from] >= longest[i - from][j - from + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    private int[][] lengths(int from, int end, int otherEnd) {
        int[][] longest = new int[end - from + 1][otherEnd - from + 1];
        for (int i = end - from - 1; i >= 0; i--) {
            for (int j = otherEnd - from - 1; j >= 0; j--) {
                longest[i][j] = first.get(from + i).equals(second.get(from + j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        return longest;
    }

    private void anywhere(Function<List<String>, Object> measure) {
        Map<Object, Deque<Integer>> free = new HashMap<>();
        left().forEach(j -> free.computeIfAbsent(measure.apply(second.get(j)), key -> new ArrayDeque<>())
                .add(j));
        for (int i = 0; i < partner.length; i++) {
            Deque<Integer> found = partner[i] >= 0 ? null : free.get(measure.apply(first.get(i)));
            if (found != null && !found.isEmpty()) {
                pair(i, found.poll());
            }
        }
    }
}
