package io.tandem.flow;

/** The ways a row may carry a value. */
public enum Direction {
    BOTH,
    FORWARD,
    BACKWARD;

    public boolean writes(Side side) {
        return this == BOTH || (this == FORWARD) == (side == Side.TARGET);
    }
}
