package io.tandem.flow;

/** A source and a target property that must hold the same value. */
public record MatchPair(String source, String target) {

    public String property(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
