package io.tandem.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Knows who asks: by the cookie of a session, or by name and password with each request (HTTP Basic, for scripts).
 *
 * <p>Thread-safe. Sessions live in memory, end after 12 h without a request, and with their user. After ten wrong
 * passwords in a minute nobody can try again until the minute is over.
 */
final class Gate {

    static final String COOKIE = "TandemSession";

    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration KNOWN_FOR = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_WRONG = 10;
    private static final int MOST_SESSIONS = 1_000;

    private record Session(Person person, Instant last) {}

    private final ConsoleSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Session> basics = new LinkedHashMap<>();
    private final Deque<Instant> wrong = new ArrayDeque<>();

    Gate(ConsoleSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Who asks; without sign-in it is whoever sits at this machine. */
    Optional<Person> who(HttpExchange exchange) {
        if (!settings.signInRequired()) {
            return Optional.of(new Person("public", Role.ADMIN));
        }
        Headers headers = exchange.getRequestHeaders();
        return session(headers).or(() -> basic(headers.getFirst("Authorization")));
    }

    private synchronized Optional<Person> session(Headers headers) {
        String token = cookie(headers).orElse("");
        return alive(sessions, token, IDLE, true);
    }

    private Optional<Person> alive(Map<String, Session> all, String key, Duration life, boolean goesOn) {
        Session session = all.get(key);
        if (session == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Role> role = settings.role(session.person().name());
        if (session.last().plus(life).isBefore(now) || role.isEmpty()) {
            all.remove(key);
            return Optional.empty();
        }
        Person person = new Person(session.person().name(), role.get());
        if (goesOn) {
            all.put(key, new Session(person, now));
        }
        return Optional.of(person);
    }

    private synchronized Optional<Person> basic(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String known = digest(authorization);
        Optional<Person> before = alive(basics, known, KNOWN_FOR, false);
        if (before.isPresent()) {
            return before;
        }
        try {
            String given = new String(
                    Base64.getDecoder().decode(authorization.substring(6).trim()), StandardCharsets.UTF_8);
            int colon = given.indexOf(':');
            Optional<Person> person =
                    colon < 0 ? Optional.empty() : signIn(given.substring(0, colon), given.substring(colon + 1));
            person.ifPresent(p -> keep(basics, known, p));
            return person;
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** @return seconds until a password may be tried again; 0 if now */
    synchronized long pause() {
        Instant now = clock.instant();
        while (!wrong.isEmpty() && wrong.peekFirst().plus(WINDOW).isBefore(now)) {
            wrong.removeFirst();
        }
        return wrong.size() < MOST_WRONG
                ? 0
                : Math.max(
                        1, Duration.between(now, wrong.peekFirst().plus(WINDOW)).toSeconds());
    }

    /** Who signs in with these; a wrong password counts. */
    synchronized Optional<Person> signIn(String name, String password) {
        if (pause() > 0) {
            return Optional.empty();
        }
        Optional<Person> person = settings.signIn(name, password);
        if (person.isEmpty()) {
            wrong.addLast(clock.instant());
        }
        return person;
    }

    /** Begins a session. @return its token */
    synchronized String begin(Person person) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        keep(sessions, token, person);
        return token;
    }

    private void keep(Map<String, Session> all, String key, Person person) {
        if (all.size() >= MOST_SESSIONS) {
            all.remove(all.keySet().iterator().next());
        }
        all.put(key, new Session(person, clock.instant()));
    }

    synchronized void end(Headers headers) {
        cookie(headers).ifPresent(sessions::remove);
    }

    private static Optional<String> cookie(Headers headers) {
        for (String line : headers.getOrDefault("Cookie", java.util.List.of())) {
            for (String pair : line.split(";")) {
                if (pair.strip().startsWith(COOKIE + "=")) {
                    return Optional.of(pair.strip().substring(COOKIE.length() + 1));
                }
            }
        }
        return Optional.empty();
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
