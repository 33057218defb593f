/**
 * The console: Hawtio, sign-in and our own page, served by the running application itself.
 *
 * <p>Uses {@code observe} and {@code http}. Open {@link io.tandem.console.ConsoleSite} first.
 */
package io.tandem.console;
