package io.tandem.chunk;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What became of earlier writes of a pair whose answers were lost. Immutable.
 *
 * @param tookEffect the written value is there
 * @param inDoubt nothing shows any more whether they took effect
 * @param open they may still show up
 */
public record EarlierWrites(List<Intent> tookEffect, List<Intent> inDoubt, List<Intent> open) {

    private static final EarlierWrites NONE = new EarlierWrites(List.of(), List.of(), List.of());

    public EarlierWrites {
        tookEffect = List.copyOf(tookEffect);
        inDoubt = List.copyOf(inDoubt);
        open = List.copyOf(open);
    }

    public static EarlierWrites none() {
        return NONE;
    }

    /**
     * Open ones of which nothing more can be seen, now that a later write of the same side was answered: it wrote some of their
     * values again, and the others stood there before it. What stands there from now on is no sign of them.
     *
     * @param stood whether a value stood there before the later write
     */
    public List<Intent> endedBy(Intent later, Predicate<Intent.Value> stood) {
        Set<String> rows = later.values().stream().map(Intent.Value::rowId).collect(Collectors.toSet());
        return open.stream()
                .filter(earlier -> earlier.side() == later.side()
                        && earlier.values().stream()
                                .allMatch(value -> rows.contains(value.rowId()) || stood.test(value)))
                .toList();
    }

    /** Nobody will see what became of them. */
    public static EarlierWrites inDoubt(List<Intent> intents) {
        return intents.isEmpty() ? NONE : new EarlierWrites(List.of(), intents, List.of());
    }
}
