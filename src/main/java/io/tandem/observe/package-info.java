/**
 * Health, metrics and MBeans: how the application does, without values.
 *
 * <p>Uses {@code operator}, {@code system} and {@code store}. Open {@link io.tandem.observe.Desk} first.
 */
package io.tandem.observe;
