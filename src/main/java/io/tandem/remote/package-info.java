/**
 * How a command reaches the application that runs on the same data: a request and its output over loopback. This
 * package knows neither commands nor the application.
 *
 * <p>Uses {@code http}, {@code config} and {@code record}. Open {@link io.tandem.remote.RunningApplication} first.
 *
 * <p>Not here: HTTP itself ({@code http}), and the page for people ({@code console}).
 */
package io.tandem.remote;
