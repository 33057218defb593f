/**
 * The transform step: lenses, conversions, the three-way merge and the baseline (rules 4 to 7). The decisions are pure;
 * the step only carries.
 *
 * <p>Uses {@code fetch} and {@code store}. Open {@link io.tandem.transform.PairMerge} first.
 */
package io.tandem.transform;
