/**
 * What a person looks at and decides: waiting, ambiguous and parked records, conflicts, links and cross-references in
 * and out, and why a value stands where it stands (rule 18).
 *
 * <p>Uses {@code fetch} and {@code store}. Open {@link io.tandem.operator.Decisions} first.
 *
 * <p>Not here: SQL ({@code store}), and how it is shown ({@code cli}, {@code observe}).
 */
package io.tandem.operator;
