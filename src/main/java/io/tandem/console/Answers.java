package io.tandem.console;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** The few fixed answers that Hawtio's front end asks its server for. */
final class Answers {

    private Answers() {}

    /** Path to handler. No sign-in page of Hawtio's: the browser asks, as the guard answers 401. */
    static Map<String, HttpHandler> of(ConsoleSettings settings) {
        String user = settings.signInRequired() ? settings.user() : "public";
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put(
                "/hawtio/user",
                "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(user)) + "\"");
        bodies.put("/hawtio/plugin", "[]");
        bodies.put("/hawtio/preset-connections", "[]");
        bodies.put("/hawtio/auth/config", "{}");
        bodies.put("/hawtio/auth/config/session-timeout", "{\"timeout\": -1}");
        bodies.put("/hawtio/keycloak/enabled", "false");
        bodies.put("/hawtio/proxy/enabled", "false");
        Map<String, HttpHandler> handlers = new LinkedHashMap<>();
        bodies.forEach((path, body) -> handlers.put(path, exchange -> Reply.json(exchange, body)));
        return handlers;
    }
}
