package io.tandem.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.http.Exchange;
import io.tandem.record.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What Hawtio's sign-in page asks: who is it, signing in, signing out. */
final class SignInPage {

    static final String PATH = "/hawtio/auth/login";

    private static final int REQUEST_BYTES = 4_096;

    private final Sessions gate;
    private final ConsoleSettings settings;

    SignInPage(Sessions gate, ConsoleSettings settings) {
        this.gate = gate;
        this.settings = settings;
    }

    /** Path to endpoint. */
    Map<String, Endpoint> endpoints() {
        return Map.of(
                "/hawtio/user",
                exchange -> known(exchange, person -> Json.text(person.name())),
                "/hawtio/tandem/me",
                exchange -> known(exchange, SignInPage::described),
                PATH,
                this::begin,
                "/hawtio/auth/logout",
                this::end);
    }

    private interface Words {
        String of(Person person);
    }

    private void known(Exchange exchange, Words words) {
        if (gate.who(exchange) instanceof Passwords.Right right) {
            exchange.json(200, words.of(right.person()));
        } else {
            refuse(exchange);
        }
    }

    private static String described(Person person) {
        return Json.text(
                Map.of("name", person.name(), "role", person.role().name().toLowerCase(Locale.ROOT)));
    }

    /** Browsers get no challenge: theirs would be a window of their own over the sign-in page. */
    static void refuse(Exchange exchange) {
        if (exchange.header("Sec-Fetch-Mode").isEmpty()) {
            exchange.set("WWW-Authenticate", "Basic realm=\"Tandem\", charset=\"UTF-8\"");
        }
        exchange.text(401, "Sign in first.");
    }

    static void slowDown(Exchange exchange, long seconds) {
        exchange.set("Retry-After", String.valueOf(seconds));
        exchange.text(
                429, "Too many wrong passwords for this name, from this address. Try again in " + seconds + " s.");
    }

    private void begin(Exchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.text(405, "Only POST is possible here.");
            return;
        }
        if (!Jolokia.isJson(exchange)) {
            exchange.text(415, "Name and password come as JSON: Content-Type: application/json.");
            return;
        }
        Optional<JsonNode> given = given(exchange);
        if (given.isEmpty()) {
            exchange.text(400, "Name and password come as JSON: {\"username\": \"..\", \"password\": \"..\"}");
            return;
        }
        String name = given.get().path("username").asText();
        Passwords.Verdict verdict =
                gate.signIn(exchange, name, given.get().path("password").asText());
        if (verdict instanceof Passwords.Right right) {
            begin(exchange, right.account().orElseThrow());
        } else if (verdict instanceof Passwords.Later later) {
            slowDown(exchange, later.seconds());
        } else {
            exchange.text(401, "Name or password is wrong.");
        }
    }

    private void begin(Exchange exchange, Account account) {
        String host = SessionCookie.host(exchange, settings);
        exchange.add("Set-Cookie", new SessionCookie(gate.begin(account, host), host).line(exchange));
        exchange.json(200, "{}");
    }

    private static Optional<JsonNode> given(Exchange exchange) throws IOException {
        if (exchange.body().length > REQUEST_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readTree(exchange.body())).filter(JsonNode::isObject);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private void end(Exchange exchange) {
        gate.end(exchange);
        SessionCookie.ended(exchange).forEach(line -> exchange.add("Set-Cookie", line));
        exchange.redirect("/hawtio/login");
    }
}
