package io.tandem.system.rest;

import java.time.Instant;

/**
 * Where a walk starts, as the store keeps it: {@code cursor:..}, {@code stamp:..}, or {@code exact:..} for a stamp before
 * which nothing can appear any more.
 *
 * @param cursor null unless the API's cursor is the watermark
 */
record Watermark(String cursor, Instant stamp, boolean exact) {

    static Watermark parse(String text) {
        if (text == null) {
            return new Watermark(null, Instant.EPOCH, false);
        }
        String value = text.substring(text.indexOf(':') + 1);
        return text.startsWith("cursor:")
                ? new Watermark(value, Instant.EPOCH, false)
                : new Watermark(null, Instant.parse(value), text.startsWith("exact:"));
    }

    String text() {
        return cursor != null ? "cursor:" + cursor : (exact ? "exact:" : "stamp:") + stamp;
    }
}
