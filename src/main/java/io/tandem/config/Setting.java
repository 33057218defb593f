package io.tandem.config;

import java.util.List;

/**
 * A configuration key that is known.
 *
 * @param key as files write it; a part {@code *} stands for any word
 * @param secret never shown; taken only from the environment or a file that its owner alone can read
 * @param defaultValue null if there is none
 * @param known the only values allowed; empty if any
 * @param form a regular expression that a value must match; "" if any does
 * @param description what the key is for, and how a value is written
 */
public record Setting(
        String key, boolean secret, String defaultValue, List<String> known, String form, String description) {

    public Setting {
        known = List.copyOf(known);
    }

    public static Setting of(String key, String defaultValue, String description) {
        return new Setting(key, false, defaultValue, List.of(), "", description);
    }

    public static Setting secret(String key, String description) {
        return new Setting(key, true, null, List.of(), "", description);
    }

    boolean matches(String name) {
        return key.equals(name)
                || (key.contains("*") && name.matches(key.replace(".", "\\.").replace("*", "[a-z0-9.-]+")));
    }
}
