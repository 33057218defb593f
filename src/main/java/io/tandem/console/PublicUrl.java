package io.tandem.console;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where browsers find the console when a reverse proxy stands before it.
 *
 * @param scheme http or https
 * @param authority host, and port unless it is the scheme's own; in lower case, as browsers write it
 */
public record PublicUrl(String scheme, String authority) {

    static Optional<PublicUrl> parse(String text) {
        try {
            URI url = URI.create(text.strip());
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean plain = url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null
                    && url.getPath().matches("/?|/hawtio/?");
            if (!plain || !scheme.matches("https?")) {
                return Optional.empty();
            }
            int own = scheme.equals("https") ? 443 : 80;
            String port = url.getPort() < 0 || url.getPort() == own ? "" : ":" + url.getPort();
            return Optional.of(new PublicUrl(scheme, url.getHost().toLowerCase(Locale.ROOT) + port));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    boolean secure() {
        return scheme.equals("https");
    }

    String origin() {
        return scheme + "://" + authority;
    }
}
