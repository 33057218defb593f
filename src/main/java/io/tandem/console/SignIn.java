package io.tandem.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tandem.record.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What Hawtio's sign-in page asks: who is it, signing in, signing out. */
final class SignIn {

    private static final int REQUEST_BYTES = 4_096;

    private final Gate gate;

    SignIn(Gate gate) {
        this.gate = gate;
    }

    /** Path to handler. */
    Map<String, HttpHandler> handlers() {
        return Map.of(
                "/hawtio/user", this::user,
                "/hawtio/tandem/me", this::me,
                "/hawtio/auth/login", this::begin,
                "/hawtio/auth/logout", this::end);
    }

    private void user(HttpExchange exchange) throws IOException {
        Optional<Person> who = gate.who(exchange);
        if (who.isPresent()) {
            Reply.json(exchange, Json.text(who.get().name()));
        } else {
            refuse(exchange);
        }
    }

    private void me(HttpExchange exchange) throws IOException {
        Optional<Person> who = gate.who(exchange);
        if (who.isPresent()) {
            Reply.json(
                    exchange,
                    Json.text(Map.of(
                            "name",
                            who.get().name(),
                            "role",
                            who.get().role().name().toLowerCase(Locale.ROOT))));
        } else {
            refuse(exchange);
        }
    }

    /** Browsers get no challenge: theirs would be a window of their own over the sign-in page. */
    static void refuse(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestHeaders().containsKey("Sec-Fetch-Mode")) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Tandem\", charset=\"UTF-8\"");
        }
        Reply.text(exchange, 401, "Sign in first.");
    }

    private void begin(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            Reply.text(exchange, 405, "Only POST is possible here.");
            return;
        }
        long pause = gate.pause();
        if (pause > 0) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(pause));
            Reply.text(exchange, 429, "Too many wrong passwords. Try again in " + pause + " s.");
            return;
        }
        Optional<Person> person = given(exchange);
        if (person.isEmpty()) {
            Reply.text(exchange, 401, "Name or password is wrong.");
            return;
        }
        exchange.getResponseHeaders()
                .add(
                        "Set-Cookie",
                        Gate.COOKIE + "=" + gate.begin(person.get()) + "; Path=/; HttpOnly; SameSite=Strict");
        Reply.json(exchange, "{}");
    }

    private Optional<Person> given(HttpExchange exchange) throws IOException {
        try {
            JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody().readNBytes(REQUEST_BYTES));
            return gate.signIn(
                    request.path("username").asText(), request.path("password").asText());
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private void end(HttpExchange exchange) throws IOException {
        gate.end(exchange.getRequestHeaders());
        exchange.getResponseHeaders()
                .add("Set-Cookie", Gate.COOKIE + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        Reply.redirect(exchange, "/hawtio/login");
    }
}
