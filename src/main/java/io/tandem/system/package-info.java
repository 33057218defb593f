/**
 * What the steps see of a system: an entity that can be fetched, read and written, and the ways in which that fails.
 *
 * <p>Uses {@code record} alone. Open {@link io.tandem.system.EntityClient} first.
 */
package io.tandem.system;
