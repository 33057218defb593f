/**
 * The link step: it stores the result of a chunk, and its history, in one transaction (rules 8, 11, 18).
 *
 * <p>Uses {@code fetch} and {@code store}. Open {@link io.tandem.link.LinkStep} first.
 *
 * <p>Not here: links as a table ({@code store}), and links that a person makes or removes ({@code operator}).
 */
package io.tandem.link;
