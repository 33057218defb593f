/**
 * The entities of systems that speak REST: pages, reads by id, look-ups, creates, updates and deletes, as the descriptor
 * has them.
 *
 * <p>Uses {@code system.call}. Open {@link io.tandem.system.rest.RestEntity} first.
 */
package io.tandem.system.rest;
