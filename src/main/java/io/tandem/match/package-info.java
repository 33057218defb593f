/**
 * The match step: the stored link first, then the match rows in order; never a guess (rule 2).
 *
 * <p>Uses {@code store}. Open {@link io.tandem.match.MatchStep} first.
 *
 * <p>Not here: the keys themselves ({@code flow}) and where they are stored ({@code store}).
 */
package io.tandem.match;
