package io.tandem.console;

import io.tandem.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows who asks: by the cookie of a session, or by name and password with each request (HTTP Basic, for scripts).
 *
 * <p>Thread-safe. Sessions live in memory. They end after 12 h without a request, when their user is removed or gets another
 * password or role, and hold for the address alone under which they began. Passwords are checked by {@link Passwords}.
 */
final class Sessions {

    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration KNOWN_FOR = Duration.ofMinutes(5);
    private static final int MOST_SESSIONS = 1_000;
    private static final Pattern FORWARDED = Pattern.compile("[0-9a-fA-F:.]{3,45}");

    private record Session(Account account, String host, Instant last) {}

    private final ConsoleSettings settings;
    private final Passwords passwords;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Session> basics = new LinkedHashMap<>();

    Sessions(ConsoleSettings settings, Passwords passwords, Clock clock) {
        this.settings = settings;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Who asks, as far as it is known without looking at a password: quick. Without sign-in everybody is admin. */
    Optional<Person> known(Exchange exchange) {
        if (settings.open()) {
            return Optional.of(new Person("public", Role.ADMIN));
        }
        return session(exchange)
                .or(() -> basic(exchange).flatMap(given -> alive(basics, digest(given), "", KNOWN_FOR)));
    }

    private Optional<Person> session(Exchange exchange) {
        return SessionCookie.values(exchange).stream()
                .flatMap(cookie -> alive(sessions, cookie.token(), cookie.host(), IDLE).stream())
                .findFirst();
    }

    private synchronized Optional<Person> alive(Map<String, Session> all, String key, String host, Duration life) {
        Session session = all.get(key);
        if (session == null || !session.host().equals(host)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        boolean same = settings.accounts()
                .of(session.account().person().name())
                .filter(session.account()::equals)
                .isPresent();
        if (!same || session.last().plus(life).isBefore(now)) {
            all.remove(key);
            return Optional.empty();
        }
        if (all == sessions) {
            all.put(key, new Session(session.account(), host, now));
        }
        return Optional.of(session.account().person());
    }

    /** Whether a name and password come with the request that are not known yet: looking at them takes a while. */
    boolean asksToSignIn(Exchange exchange) {
        return !settings.open()
                && basic(exchange).isPresent()
                && known(exchange).isEmpty();
    }

    /** Who asks; a name and password that come with the request are checked. */
    Passwords.Verdict who(Exchange exchange) {
        Optional<Person> known = known(exchange);
        if (known.isPresent()) {
            return new Passwords.Right(known.get(), Optional.empty());
        }
        Optional<String> given = basic(exchange);
        int colon = given.map(text -> text.indexOf(':')).orElse(-1);
        if (colon < 0) {
            return new Passwords.Wrong();
        }
        Passwords.Verdict verdict =
                signIn(exchange, given.get().substring(0, colon), given.get().substring(colon + 1));
        if (verdict instanceof Passwords.Right right && right.account().isPresent()) {
            keep(basics, digest(given.get()), right.account().get(), "");
        }
        return verdict;
    }

    Passwords.Verdict signIn(Exchange exchange, String name, String password) {
        return passwords.check(name, password, exchange.remote().getHostAddress(), forwarded(exchange));
    }

    /** The address that a proxy on this machine names; the peer's own if there is none. A local user can make one up. */
    private String forwarded(Exchange exchange) {
        String peer = exchange.remote().getHostAddress();
        if (settings.publicUrl().isEmpty() || !exchange.remote().isLoopbackAddress()) {
            return peer;
        }
        return exchange.header("X-Forwarded-For")
                .map(all -> all.substring(all.lastIndexOf(',') + 1).strip())
                .filter(last -> FORWARDED.matcher(last).matches())
                .orElse(peer);
    }

    /** Name and password as they came with the request; empty if none did. */
    private static Optional<String> basic(Exchange exchange) {
        try {
            return exchange.header("Authorization")
                    .filter(text -> text.regionMatches(true, 0, "Basic ", 0, 6))
                    .map(text -> new String(
                            Base64.getDecoder().decode(text.substring(6).trim()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Starts a session. @return its token */
    String begin(Account account, String host) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        keep(sessions, token, account, host);
        return token;
    }

    private synchronized void keep(Map<String, Session> all, String key, Account account, String host) {
        if (all.size() >= MOST_SESSIONS) {
            all.remove(all.keySet().iterator().next());
        }
        all.put(key, new Session(account, host, clock.instant()));
    }

    synchronized void end(Exchange exchange) {
        SessionCookie.values(exchange).forEach(cookie -> sessions.remove(cookie.token()));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
