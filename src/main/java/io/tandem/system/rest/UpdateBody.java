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
                new LinkedHashMap<>(PropertyWrite.places(job.before).values());
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        Map<String, JsonNode> whole = whole(job);
        whole.forEach(changes::set);
        job.plain.asMap().forEach((name, value) -> {
            String path = entity.properties().get(name).path();
            if (!whole.containsKey(Containers.of(path))) {
                put(changes, path, sent(name, value));
            }
        });
        places.put("changes", update.jsonPatch() ? patch(job) : changes);
        if (job.whole != null) {
            places.put("whole", with(job.whole.deepCopy(), changes));
        }
        return new Template.Places(places);
    }

    /** The changes put into the record around them: objects are gone into, all else is replaced. */
    private static JsonNode with(JsonNode record, ObjectNode changes) {
        if (record instanceof ObjectNode object) {
            changes.properties().forEach(change -> {
                boolean inner = change.getValue().isObject()
                        && object.path(change.getKey()).isObject();
                object.set(
                        change.getKey(),
                        inner ? with(object.get(change.getKey()), (ObjectNode) change.getValue()) : change.getValue());
            });
        }
        return record;
    }

    /** Members with arrays into which values go, as they are to stand. */
    private Map<String, JsonNode> whole(UpdateJob job) {
        Map<String, JsonNode> whole = new LinkedHashMap<>();
        job.containers.forEach((member, now) -> {
            boolean holdsArray = job.plain.properties().stream()
                    .map(name -> entity.properties().get(name).path())
                    .anyMatch(path -> Containers.of(path).equals(member)
                            && Containers.holdsArray(now, path.substring(member.length() + 1)));
            if (holdsArray) {
                whole.put(member, now.deepCopy());
            }
        });
        job.plain.asMap().forEach((name, value) -> {
            String path = entity.properties().get(name).path();
            String member = Containers.of(path);
            if (whole.containsKey(member)) {
                Containers.put(whole.get(member), path.substring(member.length() + 1), sent(name, value));
            }
        });
        return whole;
    }

    /** A JSON Patch: each value is tested before it is replaced. */
    private ArrayNode patch(UpdateJob job) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        Map<String, JsonNode> whole = whole(job);
        whole.forEach((member, value) -> {
            String path = pointer(member);
            patch.addObject().put("op", "test").put("path", path).set("value", job.containers.get(member));
            patch.addObject().put("op", "replace").put("path", path).set("value", value);
        });
        job.plain.asMap().forEach((name, value) -> {
            if (whole.containsKey(Containers.of(entity.properties().get(name).path()))) {
                return;
            }
            String path = pointer(entity.properties().get(name).path());
            patch.addObject()
                    .put("op", "test")
                    .put("path", path)
                    .set("value", sent(name, job.update.seen().values().get(name)));
            patch.addObject().put("op", "replace").put("path", path).set("value", sent(name, value));
        });
        return patch;
    }

    /** To the member that a path names. */
    static String pointer(String path) {
        return "/" + path.replace("~", "~0").replace("/", "~1").replace('.', '/');
    }

    private JsonNode sent(String property, JsonNode value) {
        return entity.properties().get(property).form().fromIso(value);
    }

    static void put(ObjectNode object, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            object.set(path, value);
        } else {
            String name = path.substring(0, dot);
            ObjectNode inner = object.get(name) instanceof ObjectNode there ? there : object.putObject(name);
            put(inner, path.substring(dot + 1), value);
        }
    }
}
