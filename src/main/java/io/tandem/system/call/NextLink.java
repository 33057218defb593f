package io.tandem.system.call;

import java.net.URI;
import java.util.Optional;

/** Where a link of an answer leads. Pure. */
final class NextLink {

    private NextLink() {}

    /** Path and query of a link, as seen from the call whose answer named it; empty if it is no link. */
    static Optional<String> target(String from, String link) {
        try {
            URI uri = URI.create(from).resolve(link);
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return Optional.ofNullable(uri.getRawPath())
                    .filter(path -> path.startsWith("/"))
                    .map(path -> path + query);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port of an address. */
    static String origin(String address) {
        URI uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
