/**
 * Health, metrics and MBeans: what the application does, without values.
 *
 * <p>Uses {@code operator}, {@code system} and {@code store}. Open {@link io.tandem.observe.ApplicationView} first.
 *
 * <p>Not here: HTTP and pages ({@code console}), and lists of records ({@code operator}).
 */
package io.tandem.observe;
