package io.tandem.flow;

import java.util.List;
import java.util.Objects;

/**
 * A source and a target property that must hold the same value.
 *
 * @param when what must hold for a record's value to count; all of its side
 */
public record MatchPair(String source, String target, List<SideCondition> when) {

    public MatchPair {
        when = List.copyOf(when);
    }

    public MatchPair(String source, String target) {
        this(source, target, List.of());
    }

    /** As a record has it, but written out: Java makes that code when it first runs, in some hundredths of a second. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MatchPair pair
                && source.equals(pair.source)
                && target.equals(pair.target)
                && when.equals(pair.when);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, target, when);
    }

    public String property(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
