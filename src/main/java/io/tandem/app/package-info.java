/**
 * The application: it reads and checks the configuration, opens the store, builds the engine of steps, starts and
 * stops the routes, runs rounds, and changes to other files while it runs.
 *
 * <p>May use everything but {@code cli}, {@code remote} and {@code plan}. Open {@link io.tandem.app.Application} first.
 *
 * <p>Not here: text that a command prints ({@code cli}), and decisions about records (the steps).
 */
package io.tandem.app;
