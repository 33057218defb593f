package io.tandem.config;

import io.tandem.record.Word;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys that a place of a file may hold, each with what it means: readers check against them, and the reference
 * lists them.
 *
 * @param place where they stand, as the reference's heading
 * @param meanings by key, in the reference's order
 */
public record Keys(String place, Map<String, String> meanings) {

    /** @param lines each {@code key: what it means} */
    public static Keys of(String place, String... lines) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            meanings.put(line.substring(0, colon), line.substring(colon + 2));
        }
        return new Keys(place, meanings);
    }

    /** These and a place's own: a call may hold what every call may. */
    public Keys with(Keys own) {
        Map<String, String> all = new LinkedHashMap<>(meanings);
        all.putAll(own.meanings);
        return new Keys(own.place, all);
    }

    boolean has(String key) {
        return meanings.containsKey(key);
    }

    String names() {
        return String.join(", ", meanings.keySet());
    }

    /** An enum's constants as files write them. */
    public static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Word::of).collect(Collectors.joining(", "));
    }
}
