package io.tandem.console;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Lets a request in only if it was meant for this console; {@link Gate} says whose it is.
 *
 * <p>Without sign-in the Host header must name loopback: a page whose name was rebound to 127.0.0.1 carries its own
 * name there. With sign-in a rebound page has no session, as browsers keep cookies per host. A page of another origin is refused in either
 * case. Answers 403.
 */
final class Guard extends Filter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String SAME_ORIGIN = "default-src 'self'; script-src 'self' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
            + " worker-src 'self' blob:; frame-ancestors 'none'; form-action 'self'";

    private final ConsoleSettings settings;

    Guard(ConsoleSettings settings) {
        this.settings = settings;
    }

    @Override
    public String description() {
        return "host and origin";
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
        } else {
            chain.doFilter(exchange);
        }
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
}
