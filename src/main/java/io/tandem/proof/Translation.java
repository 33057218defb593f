package io.tandem.proof;

import io.tandem.flow.Side;

/** Two ids that mean the same thing. */
record Translation(String source, String target) {

    String id(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
