package io.tandem.flow;

import java.util.List;

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

    public String property(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
