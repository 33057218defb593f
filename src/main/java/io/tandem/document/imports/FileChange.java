package io.tandem.document.imports;

import java.util.Optional;

/**
 * What becomes of one file.
 *
 * @param path below home
 * @param before its text; empty: it is new
 * @param after its text; empty: it goes
 * @param additive whether all that a person wrote in it stays: entries are only added, or places in documents renewed
 */
public record FileChange(String path, Optional<String> before, Optional<String> after, boolean additive) {

    static FileChange fresh(String path, String text) {
        return new FileChange(path, Optional.empty(), Optional.of(text), true);
    }

    /** new, changed or removed. */
    public String kind() {
        return before.isEmpty() ? "new" : after.isEmpty() ? "removed" : "changed";
    }

    boolean isNone() {
        return before.equals(after);
    }
}
