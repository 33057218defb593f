/**
 * The upsert step: conditional writes in bulk, creates that can't double, and a result for each record (rules 7, 9,
 * 10).
 *
 * <p>Uses {@code transform}, {@code fetch}, {@code link} and {@code store}. Open {@link io.tandem.upsert.UpsertStep}
 * first.
 *
 * <p>Not here: which value wins ({@code transform}), and the calls of an API ({@code system.rest}).
 */
package io.tandem.upsert;
