/**
 * What travels between the steps of a route: a chunk of records, each with what the steps so far found out and decided.
 * This is the exchange contract. Flow and direction come from the route id, and the body between steps is a {@link
 * io.tandem.chunk.Chunk}. An engineer may put a step between any two of ours.
 *
 * <p>A record's way is a pipeline of immutable values: {@code Snapshot -> Verdict -> Decision -> Effects}.
 *
 * <p>Uses {@code config}, {@code flow}, {@code record} and the counts of {@code system}. Open {@link
 * io.tandem.chunk.Item} first.
 *
 * <p>Not here: how a value is worked out ({@code transform}), and totals in the store ({@code operator}).
 */
package io.tandem.chunk;
