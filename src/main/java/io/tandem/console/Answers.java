package io.tandem.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** The few fixed answers that Hawtio's front end asks its server for. */
final class Answers {

    private Answers() {}

    /** Path to endpoint. They are the same for everybody, so nobody has to sign in for them. */
    static Map<String, Endpoint> all() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put(
                "/hawtio/plugin", "[{\"url\": \"/hawtio/tandem\", \"scope\": \"tandem\", \"module\": \"./plugin\"}]");
        bodies.put("/hawtio/preset-connections", "[]");
        bodies.put("/hawtio/auth/config", "{}");
        bodies.put("/hawtio/auth/config/session-timeout", "{\"timeout\": -1}");
        bodies.put("/hawtio/keycloak/enabled", "false");
        bodies.put("/hawtio/proxy/enabled", "false");
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        bodies.forEach((path, body) -> endpoints.put(path, exchange -> exchange.json(200, body)));
        return endpoints;
    }
}
