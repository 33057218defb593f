/**
 * The transform step: lenses, conversions, the three-way merge and the baseline (rules 4 to 7). The decisions are pure;
 * the step only carries.
 *
 * <p>Uses {@code fetch} and {@code store}. Open {@link io.tandem.transform.PairMerge} first.
 *
 * <p>Not here: writing what was decided ({@code upsert}), and storing it ({@code link}).
 */
package io.tandem.transform;
