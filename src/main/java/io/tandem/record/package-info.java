/**
 * The words that every step shares: keys, values, records. Source: semantics, "Words".
 *
 * <p>Uses nothing of ours. Open {@link io.tandem.record.SyncRecord} first.
 */
package io.tandem.record;
