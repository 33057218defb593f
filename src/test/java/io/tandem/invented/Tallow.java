package io.tandem.invented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeMap;

/**
 * Everything is HTTP 200, with {@code ok: false} where it went wrong; OAuth 2; one list of everything by offset, without a
 * filter; ids such as {@code V-0007}; moments as in a Date header; POST for all writes, no version; a create answers an id
 * and nothing else, and knows neither keys nor references.
 */
final class Tallow extends InventedApi {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final TreeMap<String, ObjectNode> vats = new TreeMap<>();
    private int numbers;

    Tallow() throws IOException {
        super("/rpc");
    }

    /** As a person does in its user interface. */
    synchronized String put(String json) {
        ObjectNode record = object(json);
        String code = record.path("code").asText(String.format("V-%04d", ++numbers));
        ObjectNode whole = vats.computeIfAbsent(code, c -> object().put("code", c));
        whole.setAll(record);
        touch(whole);
        return code;
    }

    synchronized ObjectNode get(String code) {
        ObjectNode record = vats.get(code);
        return record == null ? null : record.deepCopy();
    }

    synchronized List<String> codes() {
        return List.copyOf(vats.keySet());
    }

    private void touch(ObjectNode vat) {
        vat.put("edited", STAMP.format(Instant.ofEpochMilli(tick())));
    }

    private static Response failed(String why) {
        return Response.of(200, object().put("ok", false).put("why", why));
    }

    private static ObjectNode ok() {
        return object().put("ok", true);
    }

    @Override
    Response answer(Request request) {
        if (request.path().equals("/oauth/token")) {
            return request.form().contains("client_id=tal") && request.form().contains("client_secret=low")
                    ? Response.of(200, object("{\"access_token\":\"greasy\",\"expires_in\":3600}"))
                    : Response.of(401, object("{\"error\":\"invalid_client\"}"));
        }
        if (!"Bearer greasy".equals(request.headers().get("Authorization"))) {
            return Response.of(401, failed("sign in").body());
        }
        if (request.path().equals("/vats")) {
            return list(request);
        }
        if (request.path().equals("/vat/new")) {
            String code = put(request.body().toString());
            return Response.of(200, ok().put("made", code));
        }
        ObjectNode vat = vats.get(request.part(1));
        if (vat == null) {
            return failed("no such vat");
        }
        return one(vat, request);
    }

    private Response list(Request request) {
        ObjectNode body = ok().put("count", vats.size());
        ArrayNode page = body.putArray("vats");
        vats.values().stream()
                .skip(request.number("skip", 0))
                .limit(request.number("max", 10))
                .forEach(page::add);
        return Response.of(200, body);
    }

    private Response one(ObjectNode vat, Request request) {
        if (request.path().endsWith("/drop")) {
            vats.remove(vat.path("code").asText());
            return Response.of(200, ok());
        }
        if (request.path().endsWith("/edit")) {
            JsonNode changes = request.body();
            vat.setAll((ObjectNode) changes);
            touch(vat);
            return Response.of(200, ok());
        }
        ObjectNode body = ok();
        body.set("vat", vat);
        return Response.of(200, body);
    }
}
