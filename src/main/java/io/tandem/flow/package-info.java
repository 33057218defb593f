/**
 * What a flow is, its files in {@code config/flows}, its routes' files, and the check that reports every fault at once.
 *
 * <p>Uses {@code config}, {@code record} and {@code system}. Open {@link io.tandem.flow.Flow} first.
 *
 * <p>Not here: what happens to a record. A flow says what is wanted; the steps do it.
 */
package io.tandem.flow;
