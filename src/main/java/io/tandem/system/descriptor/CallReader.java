package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.config.Keys;
import io.tandem.config.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the calls of a descriptor's entities. */
final class CallReader {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Set<String> clients;
    private final Set<String> budgets;

    CallReader(Set<String> clients, Set<String> budgets) {
        this.clients = clients;
        this.budgets = budgets;
    }

    static Map<String, List<JsonNode>> conditions(YamlNode node, String key) {
        Map<String, List<JsonNode>> found = new LinkedHashMap<>();
        node.get(key).ifPresent(map -> map.entries()
                .forEach((path, value) -> found.put(path, DescriptorFile.values(value))));
        return found;
    }

    /** @param own keys that the place around a call understands beside the call's own */
    Spec.Call call(YamlNode node, Keys own, boolean repeatable) {
        node.only(DescriptorKeys.CALL.with(own));
        String line = node.required("call");
        int blank = line.indexOf(' ');
        String method = blank < 0 ? "GET" : line.substring(0, blank);
        if (blank < 0 || !METHODS.contains(method) || !line.substring(blank + 1).startsWith("/")) {
            node.get("call")
                    .ifPresent(n -> n.fault("'" + line + "' is no call; wanted a method (" + String.join(", ", METHODS)
                            + ") and a path, e.g. GET /records"));
        }
        String client = node.text("client")
                .orElse(clients.isEmpty() ? "" : clients.iterator().next());
        if (!clients.contains(client)) {
            node.fault("unknown client " + client + ". Known: " + String.join(", ", clients));
        }
        String budget = node.text("budget")
                .orElse(budgets.isEmpty() ? "" : budgets.iterator().next());
        if (!budgets.isEmpty() && !budgets.contains(budget)) {
            node.fault("unknown budget " + budget + ". Known: " + String.join(", ", budgets));
        }
        return new Spec.Call(
                client,
                budget,
                method,
                blank < 0 ? line : line.substring(blank + 1).strip(),
                ClientReader.texts(node, "query"),
                node.get("body").map(YamlNode::json).orElse(NullNode.instance),
                node.text("content_type").orElse("application/json"),
                node.bool("repeatable", repeatable || method.equals("GET")));
    }

    Spec.Fetch fetch(YamlNode node) {
        Spec.Call call = call(node, DescriptorKeys.FETCH, true);
        Map<String, String> since = ClientReader.texts(node, "since");
        Map<String, String> full = ClientReader.texts(node, "full");
        return new Spec.Fetch(
                call,
                node.choice("paging", Spec.Paging.class, Spec.Paging.LINK),
                since,
                full.isEmpty() ? since : full,
                ClientReader.texts(node, "following"),
                node.text("items").orElse(""),
                node.get("each").map(CallReader::each).orElse(null),
                node.text("next").orElse(""),
                node.text("end").orElse(""),
                node.text("total").orElse(""),
                node.integer("page_size", 100),
                node.text("watermark").orElse("stamp").equals("cursor"),
                node.bool("ordered", true),
                node.bool("exclusive", false),
                node.duration("fresh", Duration.ZERO));
    }

    private static Spec.Each each(YamlNode node) {
        node.only(DescriptorKeys.EACH);
        return new Spec.Each(node.required("list"), conditions(node, "where"), node.texts("parent"));
    }

    Spec.Read read(YamlNode node) {
        return new Spec.Read(
                call(node, DescriptorKeys.READ, true),
                node.integer("batch", 1),
                node.text("items").orElse(""),
                node.text("ref").orElse(""));
    }

    Spec.Update update(YamlNode node) {
        Spec.Call call = call(node, DescriptorKeys.UPDATE, false);
        List<Spec.ChosenCall> instead = node.list("instead").stream()
                .map(n -> {
                    n.only(DescriptorKeys.INSTEAD);
                    String[] line = n.required("call").split(" ", 2);
                    return new Spec.ChosenCall(
                            n.texts("present"), n.texts("empty"), call.to(line[0], line[line.length - 1]));
                })
                .toList();
        List<Spec.ChosenCall> calls = new java.util.ArrayList<>(instead);
        calls.add(new Spec.ChosenCall(List.of(), List.of(), call));
        return new Spec.Update(
                calls,
                node.integer("batch", 1),
                node.get("item").map(YamlNode::json).orElse(NullNode.instance),
                node.bool("json_patch", false),
                node.choice("condition", Spec.Condition.class, Spec.Condition.READ),
                results(node),
                node.text("record").orElse(null),
                node.get("job").map(this::job).orElse(null));
    }

    Spec.Create create(YamlNode node) {
        return new Spec.Create(
                call(node, DescriptorKeys.CREATE, true),
                node.integer("batch", 1),
                node.get("item").map(YamlNode::json).orElse(NullNode.instance),
                results(node),
                node.text("record").orElse(""));
    }

    private static Spec.Results results(YamlNode around) {
        YamlNode node = around.get("results").orElse(null);
        if (node == null) {
            return null;
        }
        node.only(DescriptorKeys.RESULTS);
        return new Spec.Results(
                node.text("items").orElse(""),
                node.text("id").orElse(""),
                node.text("index").orElse(""),
                node.text("status").orElse(""),
                conditions(node, "failed_when"),
                ClientReader.words(node));
    }

    private Spec.Job job(YamlNode node) {
        return new Spec.Job(
                node.required("id"),
                call(node, DescriptorKeys.JOB, true),
                node.required("status"),
                node.texts("done"),
                node.texts("failed"),
                node.duration("patience", Duration.ofMinutes(5)));
    }

    Spec.Step step(YamlNode node) {
        Spec.Call call = call(node, DescriptorKeys.STEP, false);
        Map<String, Map<String, String>> find = new LinkedHashMap<>();
        node.get("find").ifPresent(map -> map.entries().forEach((name, value) -> {
            Map<String, String> wanted = new LinkedHashMap<>();
            value.entries().forEach((path, template) -> wanted.put(path, template.text()));
            find.put(name, wanted);
        }));
        return new Spec.Step(
                call,
                node.text("list").orElse(""),
                node.text("next").orElse(""),
                find,
                ClientReader.texts(node, "guard"),
                node.text("unless").orElse(""),
                ClientReader.texts(node, "only"),
                node.text("result").orElse(""),
                node.text("as").orElse(""),
                node.text("otherwise").orElse(null));
    }
}
