/**
 * The store: its database, its migrations, its leases, and every table, each in a class that alone has that table's SQL.
 *
 * <p>Uses {@code chunk}, {@code flow}, {@code record}, {@code config} and the words of {@code system}. Open {@link
 * io.tandem.store.Database} first, then {@link io.tandem.store.Links}.
 *
 * <p>Not here: decisions: a table's class stores and finds, and says what is there.
 */
package io.tandem.store;
