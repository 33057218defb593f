/**
 * Configuration, and how its faults are reported: settings, YAML with line numbers, every fault at once. Clocks, too.
 *
 * <p>Uses {@code record}. Open {@link io.tandem.config.Settings} first, and {@link io.tandem.config.Key} for what files
 * hold.
 *
 * <p>Not here: what one kind of file means. {@code flow} and {@code system.descriptor} read theirs with these parts.
 */
package io.tandem.config;
