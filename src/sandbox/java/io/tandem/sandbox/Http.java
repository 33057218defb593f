package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests and replies as the simulators see them. */
final class Http {

    private Http() {}

    /**
     * @param path decoded
     * @param text the body as it came
     */
    record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String text) {

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
        }

        JsonNode json() {
            try {
                return text.isBlank() ? MissingNode.getInstance() : Table.JSON.readTree(text);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                return MissingNode.getInstance();
            }
        }

        /** The same without any credentials. */
        Request anonymous() {
            return new Request(method, path, query, Map.of(), path.endsWith("oauth2/token") ? "" : text);
        }

        Map<String, String> form() {
            return decoded(text);
        }

        int number(String name, int otherwise) {
            String value = query.getOrDefault(name, "");
            return value.matches("\\d{1,9}") ? Integer.parseInt(value) : otherwise;
        }
    }

    /** @param body null for none */
    record Reply(int status, Map<String, String> headers, JsonNode body) {

        static Reply json(int status, JsonNode body) {
            return new Reply(status, Map.of(), body);
        }

        static Reply none(int status) {
            return new Reply(status, Map.of(), null);
        }

        Reply with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, body);
        }
    }

    static Map<String, String> decoded(String query) {
        Map<String, String> found = new HashMap<>();
        if (query != null) {
            for (String part : query.split("&")) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    found.put(
                            URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return found;
    }
}
