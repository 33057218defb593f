package io.tandem.system.call;

import io.tandem.system.descriptor.Template;

/** How long the first line of a request is, which holds the keys of a read of many records. */
final class RequestLine {

    /** Bytes. By default nginx takes lines of 8,192, httpd of 8,190; what stands in front of a system is not known. */
    static final int LONGEST = 8_000;

    private RequestLine() {}

    /** Whether the line is longer than servers take, and asking for fewer records would shorten it. */
    static boolean isTooLong(String method, String target, Template.Places places) {
        boolean ofMany = places.values().values().stream().anyMatch(value -> value.isArray() && value.size() > 1);
        return ofMany && method.length() + target.length() + "  HTTP/1.1\r\n".length() > LONGEST;
    }
}
