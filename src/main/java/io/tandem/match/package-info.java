/**
 * The match step: the stored link first, then the match rows in order; never a guess (rule 2).
 *
 * <p>Uses {@code store}. Open {@link io.tandem.match.MatchStep} first.
 */
package io.tandem.match;
