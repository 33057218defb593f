package io.tandem.console;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * Lets a request in only if it was meant for this console and its sender may see it.
 *
 * <p>Without sign-in the Host header must name loopback: a page whose name was rebound to 127.0.0.1 carries its own
 * name there. With sign-in a rebound page has no credentials, as browsers keep them per origin. A page of another origin is refused in either
 * case. Answers 400, 401 or 403.
 */
final class Guard extends Filter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String SAME_ORIGIN = "default-src 'self'; script-src 'self' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
            + " worker-src 'self' blob:; frame-ancestors 'none'; form-action 'self'";

    private final ConsoleSettings settings;
    private final byte[] credentials;

    Guard(ConsoleSettings settings) {
        this.settings = settings;
        this.credentials = (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String description() {
        return "host, origin and sign-in";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        Headers answer = exchange.getResponseHeaders();
        answer.set("X-Content-Type-Options", "nosniff");
        answer.set("X-Frame-Options", "DENY");
        answer.set("Content-Security-Policy", SAME_ORIGIN);
        answer.set("Referrer-Policy", "no-referrer");
        Headers asked = exchange.getRequestHeaders();
        if (!hostKnown(asked.getFirst("Host"))) {
            Reply.text(
                    exchange,
                    403,
                    "This host name is not the console's. Open " + "http://127.0.0.1:"
                            + exchange.getLocalAddress().getPort() + "/hawtio/");
        } else if (fromElsewhere(asked)) {
            Reply.text(exchange, 403, "Pages of other origins may not use the console.");
        } else if (settings.signInRequired()
                && !probeFromHere(exchange)
                && !signedIn(asked.getFirst("Authorization"))) {
            answer.set("WWW-Authenticate", "Basic realm=\"Tandem\", charset=\"UTF-8\"");
            Reply.text(exchange, 401, "Sign in with console.user and console.password.");
        } else {
            chain.doFilter(exchange);
        }
    }

    /** Probes of this machine itself need no sign-in. */
    private static boolean probeFromHere(HttpExchange exchange) {
        return Observe.isProbe(exchange.getRequestURI().getPath())
                && exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    }

    private boolean hostKnown(String host) {
        return host != null
                && (settings.signInRequired()
                        || LOOPBACK.contains(withoutPort(host).toLowerCase(Locale.ROOT)));
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d+$", "");
    }

    private static boolean fromElsewhere(Headers asked) {
        String origin = asked.getFirst("Origin");
        if (origin != null) {
            return !authority(origin).equalsIgnoreCase(asked.getFirst("Host"));
        }
        String site = asked.getFirst("Sec-Fetch-Site");
        boolean navigation = "navigate".equals(asked.getFirst("Sec-Fetch-Mode"));
        return site != null && !navigation && !site.equals("same-origin") && !site.equals("none");
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private boolean signedIn(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return false;
        }
        try {
            byte[] given = Base64.getDecoder().decode(authorization.substring(6).trim());
            return MessageDigest.isEqual(given, credentials);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
