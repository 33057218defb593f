/**
 * What travels between the steps of a route: a chunk of records, each with what the steps so far found out and decided.
 * This is the exchange contract: flow and direction come from the route id, the body between steps is a {@link
 * io.tandem.chunk.Chunk}, and a step of an engineer's own may stand between any two of ours.
 *
 * <p>A record's way is a pipeline of immutable values: {@code Snapshot -> Verdict -> Decision -> Effects}. Uses no table. Open
 * {@link io.tandem.chunk.Item} first.
 */
package io.tandem.chunk;
