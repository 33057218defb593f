/**
 * What the steps see of a system: an entity that can be fetched, read and written, and the ways in which that fails.
 *
 * <p>Uses {@code record} alone. Open {@link io.tandem.system.EntityClient} first.
 *
 * <p>Not here: how an API is spoken to; its three packages below do that, and steps use none of them.
 */
package io.tandem.system;
