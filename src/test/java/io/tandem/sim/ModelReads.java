package io.tandem.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.sim.ModelServer.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a model system shows single records that are asked for by id or by external reference. */
final class ModelReads {

    private static final String LONG_ID = "9".repeat(500);

    private final ModelServer server;

    ModelReads(ModelServer server) {
        this.server = server;
    }

    /** One record, at an address of its own. */
    Reply alone(String entity, String id) {
        Optional<Reply> odd = odd(entity, id);
        if (odd.isPresent()) {
            return odd.get();
        }
        ObjectNode record = server.table(entity).get(Integer.parseInt(id)).orElse(null);
        if (record == null) {
            return new Reply(404, Map.of(), ModelServer.error("gone", ""));
        }
        ObjectNode body = ModelTable.empty();
        body.putArray("items").add(shown(entity, record));
        return server.ok(body);
    }

    Reply byIds(String entity, List<String> ids) {
        ObjectNode body = ModelTable.empty();
        ArrayNode items = body.putArray("items");
        for (String id : ids) {
            Optional<Reply> odd = odd(entity, id);
            if (odd.isPresent()) {
                return odd.get();
            }
            if (ids.size() == 1 || !server.is(entity, Integer.parseInt(id), Oddity.LEFT_OUT)) {
                server.table(entity).get(Integer.parseInt(id)).ifPresent(json -> items.add(shown(entity, json)));
            }
        }
        return server.ok(body);
    }

    private Optional<Reply> odd(String entity, String id) {
        int number = Integer.parseInt(id);
        if (server.is(entity, number, Oddity.READ_REFUSED)) {
            return Optional.of(new Reply(400, Map.of(), ModelServer.error("bad", "")));
        }
        if (server.is(entity, number, Oddity.READ_FORBIDDEN)) {
            return Optional.of(new Reply(403, Map.of(), ModelServer.error("forbidden", "")));
        }
        if (server.is(entity, number, Oddity.READ_BROKEN)) {
            return Optional.of(new Reply(500, Map.of(), ModelServer.error("broken", "")));
        }
        if (server.is(entity, number, Oddity.READ_GARBLED)) {
            ObjectNode body = ModelTable.empty();
            if (number % 2 == 0) {
                body.putArray("items").addObject().put("name", "?");
            }
            return Optional.of(server.ok(body));
        }
        return Optional.empty();
    }

    private ObjectNode shown(String entity, ObjectNode json) {
        int id = json.path("id").asInt();
        server.journal.shown(server.name + "/" + entity + "/" + id, server.clock.now());
        return server.is(entity, id, Oddity.READ_AS_ANOTHER)
                ? json.deepCopy().put("id", 9_000_000 + id)
                : server.shown(entity, json);
    }

    ObjectNode byRefs(String entity, String refs) {
        ObjectNode body = ModelTable.empty();
        ArrayNode items = body.putArray("items");
        for (String ref : refs.split(",")) {
            server.table(entity).listed().stream()
                    .map(ModelTable.Version::json)
                    .filter(json -> json.path("ref").asText().equals(ref))
                    .forEach(json -> items.add(lookedUp(entity, ref, json)));
        }
        return body;
    }

    private ObjectNode lookedUp(String entity, String ref, ObjectNode json) {
        if (server.oddities.is(ref, Oddity.LOOK_UP_UNNAMED)) {
            return json.deepCopy().putNull("id");
        }
        if (server.oddities.is(ref, Oddity.LOOK_UP_LONG_ID)) {
            return json.deepCopy().put("id", LONG_ID);
        }
        return server.oddities.is(ref, Oddity.LOOK_UP_AS_ANOTHER)
                ? json.deepCopy().put("ref", ref + "0000")
                : server.shown(entity, json);
    }
}
