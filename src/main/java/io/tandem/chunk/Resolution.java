package io.tandem.chunk;

import io.tandem.flow.Side;

/**
 * An operator's answer to an open conflict. It stands until it is carried out, or until what was to lose is edited once more.
 *
 * @param winner whose value both sides get
 * @param loses the other side's value as it stood, as JSON text; null if it isn't known
 */
public record Resolution(Side winner, String loses) {}
