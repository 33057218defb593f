package io.tandem.console;

import io.tandem.http.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets a request in only if it was meant for this console; {@link Sessions} says whose it is. Answers 403.
 *
 * <p>The Host header must name this console, whether signing in is needed or not: a page whose name was rebound to this
 * machine carries its own name there. Names are those of loopback, {@code console.host} and {@code console.public-url};
 * an address can't be rebound, so each is one of this machine's, unless everybody is let in: then it must be loopback.
 * A browser says which page asks: only this console's own pages may. Following a link to a page of the console is no
 * such request, as a page shows nothing by itself.
 */
final class RequestChecks {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private static final String SAME_ORIGIN = "default-src 'self'; script-src 'self' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
            + " worker-src 'self' blob:; frame-ancestors 'none'; form-action 'self'";

    private final ConsoleSettings settings;

    RequestChecks(ConsoleSettings settings) {
        this.settings = settings;
    }

    /** @param page whether the path is a page, that shows nothing by itself */
    boolean refuses(Exchange exchange, boolean page) {
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.set("X-Frame-Options", "DENY");
        exchange.set("Content-Security-Policy", SAME_ORIGIN);
        exchange.set("Referrer-Policy", "no-referrer");
        String host = host(exchange);
        if (!known(name(host))) {
            exchange.text(
                    403,
                    "This host name is not the console's. Open http://127.0.0.1:" + exchange.port()
                            + "/hawtio/ on the machine itself, or set console.public-url to the address that browsers use.");
            return true;
        }
        if (fromElsewhere(exchange, host, page)) {
            exchange.text(
                    403,
                    "Pages of other origins may not use the console."
                            + " Behind a proxy, set console.public-url to the address that browsers use.");
            return true;
        }
        return false;
    }

    /** As the request names this end; empty if it doesn't, or does so twice. */
    static String host(Exchange exchange) {
        List<String> named = exchange.headers("Host");
        return named.size() == 1 ? named.get(0).toLowerCase(Locale.ROOT) : "";
    }

    /** Whether it comes from this machine itself: past no proxy, and to a name of loopback. */
    static boolean fromHere(Exchange exchange) {
        return exchange.remote().isLoopbackAddress()
                && LOOPBACK.contains(name(host(exchange)))
                && Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
                        .stream()
                        .noneMatch(header -> exchange.header(header).isPresent());
    }

    private boolean known(String name) {
        if (LOOPBACK.contains(name)) {
            return true;
        }
        if (settings.open()) {
            return false;
        }
        return ADDRESS.matcher(name).matches()
                || name.equals(settings.host().toLowerCase(Locale.ROOT))
                || isPublicHost(name);
    }

    private boolean isPublicHost(String name) {
        return settings.publicUrl()
                .filter(url -> name(url.authority()).equals(name))
                .isPresent();
    }

    private static String name(String host) {
        return host.replaceFirst(":\\d{1,5}$", "");
    }

    private boolean fromElsewhere(Exchange exchange, String host, boolean page) {
        List<String> origins = exchange.headers("Origin");
        if (!origins.isEmpty()) {
            String origin = origins.get(0).toLowerCase(Locale.ROOT);
            boolean direct = origin.equals("http://" + host) && !isPublicHost(name(host));
            return origins.size() > 1 || !(direct || isPublic(origin));
        }
        Optional<String> site = exchange.header("Sec-Fetch-Site");
        boolean own =
                site.isEmpty() || site.get().equals("same-origin") || site.get().equals("none");
        boolean link = page
                && exchange.method().equals("GET")
                && exchange.header("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                && exchange.header("Sec-Fetch-Dest").filter("document"::equals).isPresent();
        return !own && !link;
    }

    private boolean isPublic(String origin) {
        return settings.publicUrl().filter(url -> url.origin().equals(origin)).isPresent();
    }
}
