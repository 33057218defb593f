/**
 * The store: its database, its migrations, its leases, and every table. A table's SQL is in one class only.
 *
 * <p>Uses {@code chunk}, {@code flow}, {@code record}, {@code config} and the words of {@code system}. Open {@link
 * io.tandem.store.Database} first, then {@link io.tandem.store.Links}.
 *
 * <p>Not here: decisions. A table's class stores, finds, and says what is there.
 */
package io.tandem.store;
