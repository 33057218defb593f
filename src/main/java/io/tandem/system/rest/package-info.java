/**
 * The entities of systems that speak REST: pages, reads by id, look-ups, creates, updates and deletes, as the descriptor
 * has them.
 *
 * <p>Uses {@code system.call}. Open {@link io.tandem.system.rest.RestEntity} first.
 *
 * <p>Not here: sign-in, budgets and repeated tries ({@code system.call}).
 */
package io.tandem.system.rest;
