/**
 * The words that every step shares: keys, values, records. Source: the words on the page {@code src/docs/semantics.md}.
 *
 * <p>Uses nothing of ours. Open {@link io.tandem.record.SyncRecord} first.
 *
 * <p>Not here: anything that depends on a flow, a system or the store.
 */
package io.tandem.record;
