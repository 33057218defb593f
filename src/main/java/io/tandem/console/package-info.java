/**
 * The console: Hawtio, sign-in and our own page, served by the running application itself.
 *
 * <p>Uses {@code observe} and {@code http}. Open {@link io.tandem.console.ConsoleSite} first.
 *
 * <p>Not here: what the numbers are and what a person decides ({@code observe}, {@code operator}); HTTP itself
 * ({@code http}).
 */
package io.tandem.console;
