/**
 * The fetch step (rules 1, 11, 13, 14): feeds, what arrives in them, full passes, the records that a flow has to work
 * on, and the guard against deletes.
 *
 * <p>Uses {@code store} and {@code system}. Open {@link io.tandem.fetch.FetchStep} first, then {@link
 * io.tandem.fetch.Feeds}.
 *
 * <p>Not here: how a page is read from an API ({@code system.rest}), and the tables of feeds ({@code store}).
 */
package io.tandem.fetch;
