package io.tandem.fetch;

import io.tandem.config.Tuning;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.time.Instant;

/**
 * How one direction of a flow makes chunks in a round.
 *
 * @param tick of the round
 * @param doubted whether many of the flow's records failed in a row: then they come in no order
 */
record Way(Flow flow, Side from, Instant tick, boolean doubted, Tuning tuning) {}
