package io.tandem.console;

import io.tandem.http.Exchange;
import java.util.ArrayList;
import java.util.List;

/**
 * The cookie of a session. Browsers send a host's cookies to each of its ports: the name holds the port, so that two
 * consoles on one machine don't sign each other's users out, and the session holds for one host and port alone. Behind
 * TLS the name starts with {@code __Host-}, which browsers accept through TLS only, and from this host alone.
 *
 * @param host under which the session began: as the Host header says it, or {@code public}
 */
record SessionCookie(String token, String host) {

    static final String PUBLIC = "public";

    private static final String BEHIND_TLS = "__Host-TandemSession";
    private static final String RULES = "; Path=/; HttpOnly; SameSite=Strict";

    /** Those of a request, whatever they are worth. */
    static List<SessionCookie> values(Exchange exchange) {
        List<SessionCookie> found = new ArrayList<>();
        for (String line : exchange.headers("Cookie")) {
            for (String pair : line.split(";")) {
                int is = pair.indexOf('=');
                String name = is < 0 ? "" : pair.substring(0, is).strip();
                if (name.equals(BEHIND_TLS)) {
                    found.add(new SessionCookie(pair.substring(is + 1).strip(), PUBLIC));
                } else if (name.equals(plain(exchange))) {
                    found.add(new SessionCookie(pair.substring(is + 1).strip(), RequestChecks.host(exchange)));
                }
            }
        }
        return found;
    }

    /** Under which host a session of this request starts. */
    static String host(Exchange exchange, ConsoleSettings settings) {
        boolean behindTls = settings.publicUrl()
                .filter(PublicUrl::secure)
                .filter(url -> exchange.header("Origin")
                        .map(url.origin()::equalsIgnoreCase)
                        .orElse(RequestChecks.host(exchange).equals(url.authority())))
                .isPresent();
        return behindTls ? PUBLIC : RequestChecks.host(exchange);
    }

    /** As an answer sets it. */
    String line(Exchange exchange) {
        return host.equals(PUBLIC)
                ? BEHIND_TLS + "=" + token + RULES + "; Secure"
                : plain(exchange) + "=" + token + RULES;
    }

    /** As an answer takes both back. */
    static List<String> ended(Exchange exchange) {
        return List.of(BEHIND_TLS + "=" + RULES + "; Secure; Max-Age=0", plain(exchange) + "=" + RULES + "; Max-Age=0");
    }

    private static String plain(Exchange exchange) {
        return "TandemSession-" + exchange.port();
    }
}
