package io.tandem.chunk;

import io.tandem.flow.Side;

/**
 * An operator's answer to an open conflict. It holds until it is carried out, or until the value that was to lose is
 * edited once more.
 *
 * @param winner whose value both sides get
 * @param loses the other side's value at the decision, as JSON text; null if it isn't known
 */
public record Resolution(Side winner, String loses) {}
