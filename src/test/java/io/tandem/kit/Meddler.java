package io.tandem.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.tandem.record.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Stands before a simulated system and does with single calls what a test says; all others pass as they are. */
public final class Meddler extends SystemProxy {

    /** What it does with one call; calls that it makes itself go to the system behind. */
    @FunctionalInterface
    public interface Meddling {

        /** @param line method and decoded address */
        Reply answer(String line, JsonNode body, Behind behind) throws IOException;
    }

    /** The system itself. */
    @FunctionalInterface
    public interface Behind {
        Reply answer(JsonNode body) throws IOException;
    }

    /** @param status 0 to cut the connection */
    public record Reply(int status, JsonNode body) {}

    private volatile Meddling meddling = (line, body, system) -> system.answer(body);

    public Meddler(String behind) throws IOException {
        super(behind);
    }

    public void meddle(Meddling with) {
        meddling = with;
    }

    /**
     * One item of each bulk write is never carried out, and has this result; the others pass.
     *
     * @param calls pattern of the calls, method and address
     * @param list of items in the request
     * @param field and value of the item
     * @param results of items in the answer; "" if it is the answer itself
     */
    public void refuseItem(String calls, String list, String field, String value, String results, JsonNode result) {
        meddle((line, body, system) -> {
            if (!line.matches(calls)) {
                return system.answer(body);
            }
            ObjectNode others = body.deepCopy();
            ArrayNode items = (ArrayNode) others.path(list);
            int at = -1;
            for (int i = 0; i < items.size(); i++) {
                at = items.get(i).path(field).asText().equals(value) ? i : at;
            }
            if (at < 0) {
                return system.answer(body);
            }
            items.remove(at);
            JsonNode answer = items.isEmpty()
                    ? results.isEmpty() ? Json.MAPPER.createArrayNode() : Json.MAPPER.createObjectNode()
                    : system.answer(others).body();
            ArrayNode all = results.isEmpty() ? (ArrayNode) answer : ((ObjectNode) answer).withArray(results);
            all.insert(at, result);
            return new Reply(200, answer);
        });
    }

    @Override
    void pass(HttpExchange exchange, byte[] bytes) throws IOException {
        boolean isJson = bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
        String address = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        Reply reply = meddling.answer(
                exchange.getRequestMethod() + " " + address,
                isJson ? Json.MAPPER.readTree(bytes) : Json.MAPPER.missingNode(),
                body -> behind(exchange, isJson ? Json.MAPPER.writeValueAsBytes(body) : bytes));
        if (reply.status() == 0) {
            throw new IOException("cut");
        }
        byte[] text = reply.body().isMissingNode() ? new byte[0] : Json.MAPPER.writeValueAsBytes(reply.body());
        reply(exchange, reply.status(), text, "application/json");
    }

    private Reply behind(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<byte[]> answer = forward(exchange, body, UnaryOperator.identity());
        String text = ours(answer);
        return new Reply(answer.statusCode(), text.isEmpty() ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(text));
    }
}
