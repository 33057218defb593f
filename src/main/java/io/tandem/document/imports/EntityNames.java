package io.tandem.document.imports;

import io.tandem.record.EntityKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps apart entities whose names differ in letters or digits that no file name can show: {@code 顧客} and {@code 注文}
 * would both have no name left. The first keeps the plain name, others get a number.
 */
final class EntityNames {

    private final Map<EntityKey, String> words = new HashMap<>();

    /** @param phrase system and entity as the document names them */
    EntityKey of(EntityKey plain, String phrase) {
        String word = letters(phrase);
        EntityKey key = plain;
        for (int number = 2; !same(words.putIfAbsent(key, word), word); number++) {
            key = new EntityKey(plain.system(), plain.entity() + "-" + number);
        }
        return key;
    }

    /** Names of one system are written in several ways: only what a plain name can't show counts. */
    private static boolean same(String before, String word) {
        return before == null || before.equals(word);
    }

    private static String letters(String phrase) {
        return phrase.toLowerCase(Locale.ROOT).replaceAll("[\\x00-\\x7f]|[^\\p{L}\\p{N}]", "");
    }
}
