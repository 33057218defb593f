package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an update's call is filled with: one record's changes, a list of them, or a JSON Patch. Pure. */
record UpdateBody(Spec.Entity entity) {

    Template.Places places(List<UpdateJob> jobs) {
        Spec.Update update = entity.update();
        if (update.batch() == 1) {
            return one(update, jobs.get(0));
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        jobs.forEach(job -> items.add(Template.fill(update.item(), one(update, job))));
        return new Template.Places(Map.of("items", items));
    }

    private Template.Places one(Spec.Update update, UpdateJob job) {
        Map<String, JsonNode> places =
                new LinkedHashMap<>(PropertyWrite.places(job.update.seen()).values());
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        job.plain
                .asMap()
                .forEach((name, value) ->
                        put(changes, entity.properties().get(name).path(), value));
        places.put("changes", update.jsonPatch() ? patch(job) : changes);
        return new Template.Places(places);
    }

    /** A JSON Patch: each value is tested before it is replaced. */
    private ArrayNode patch(UpdateJob job) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        job.plain.asMap().forEach((name, value) -> {
            String path = "/" + entity.properties().get(name).path().replace('.', '/');
            patch.addObject()
                    .put("op", "test")
                    .put("path", path)
                    .set("value", job.update.seen().values().get(name));
            patch.addObject().put("op", "replace").put("path", path).set("value", value);
        });
        return patch;
    }

    static void put(ObjectNode object, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            object.set(path, value);
        } else {
            put(object.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        }
    }
}
