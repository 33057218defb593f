/**
 * How a command reaches the application that runs on the same data: a request and its output over loopback. It knows
 * neither commands nor the application.
 *
 * <p>Uses {@code http}, {@code config} and {@code record}. Open {@link io.tandem.remote.RunningApplication} first.
 */
package io.tandem.remote;
