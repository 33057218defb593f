/** The words every step shares: keys, values, records. Source: semantics, "Words". */
package io.tandem.record;
