package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Key;
import io.tandem.config.YamlNode;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the calls of a descriptor's entities. */
final class CallReader {

    private final Set<String> clients;
    private final Set<String> budgets;

    CallReader(Set<String> clients, Set<String> budgets) {
        this.clients = clients;
        this.budgets = budgets;
    }

    /** Values by path. */
    static Map<String, List<JsonNode>> conditions(YamlNode node, Key<Map<String, YamlNode>> key) {
        Map<String, List<JsonNode>> found = new LinkedHashMap<>();
        key.of(node).forEach((path, value) -> found.put(path, values(value)));
        return found;
    }

    private static List<JsonNode> values(YamlNode node) {
        return (node.isList() ? node.items() : List.of(node))
                .stream().map(n -> Values.canonical(n.json())).toList();
    }

    /** A method and a path. */
    private record Line(String method, String path) {

        static Line of(YamlNode node) {
            String line = CallKeys.LINE_OF_CALL.of(node);
            int blank = line.indexOf(' ');
            String method = blank < 0 ? "GET" : line.substring(0, blank);
            if (blank < 0
                    || !Spec.Call.METHODS.contains(method)
                    || !line.substring(blank + 1).startsWith("/")) {
                CallKeys.LINE_OF_CALL
                        .at(node)
                        .ifPresent(n -> n.fault("'" + line + "' is no call; wanted a method ("
                                + String.join(", ", Spec.Call.METHODS) + ") and a path, e.g. GET /records"));
            }
            return new Line(method, blank < 0 ? line : line.substring(blank + 1).strip());
        }
    }

    Spec.Call call(YamlNode node, boolean repeatable) {
        Line line = Line.of(node);
        return new Spec.Call(
                named(node, CallKeys.CLIENT, clients),
                named(node, CallKeys.BUDGET, budgets),
                line.method(),
                line.path(),
                CallKeys.QUERY.of(node),
                CallKeys.CALL_HEADERS.of(node),
                CallKeys.BODY.of(node),
                CallKeys.CONTENT_TYPE.of(node),
                CallKeys.REPEATABLE.of(node, repeatable || line.method().equals("GET")));
    }

    /** What the descriptor has under a name: the first where a call names none. */
    private static String named(YamlNode node, Key<String> key, Set<String> known) {
        String name = key.of(node, known.isEmpty() ? "" : known.iterator().next());
        boolean none = known.isEmpty() && key == CallKeys.BUDGET;
        if (!none && !known.contains(name)) {
            node.fault("unknown " + key.name() + " " + name + ". Known: " + String.join(", ", known));
        }
        return name;
    }

    Spec.Fetch fetch(YamlNode node) {
        Map<String, String> since = CallKeys.SINCE.of(node);
        Map<String, String> full = CallKeys.FULL.of(node);
        return new Spec.Fetch(
                call(node, true),
                CallKeys.PAGING.of(node),
                since,
                full.isEmpty() ? since : full,
                CallKeys.FOLLOWING.of(node),
                CallKeys.ITEMS.of(node),
                CallKeys.EACH_ROW.of(node).map(CallReader::each).orElse(null),
                CallKeys.NEXT.of(node),
                CallKeys.END.of(node),
                CallKeys.TOTAL.of(node),
                CallKeys.FROM_ZERO.of(node) ? 0 : 1,
                CallKeys.PAGE_SIZE.of(node),
                CallKeys.WATERMARK.of(node) == CallKeys.Start.CURSOR,
                CallKeys.ORDERED.of(node),
                CallKeys.SIDE_BY_SIDE.of(node),
                CallKeys.EXCLUSIVE.of(node),
                CallKeys.FRESH.of(node));
    }

    private static Spec.Each each(YamlNode node) {
        return new Spec.Each(
                CallKeys.EACH_LIST.of(node), conditions(node, CallKeys.EACH_WHERE), CallKeys.EACH_PARENT.of(node));
    }

    Spec.Read read(YamlNode node) {
        return new Spec.Read(call(node, true), CallKeys.BATCH.of(node), CallKeys.ITEMS.of(node), CallKeys.REF.of(node));
    }

    Spec.Update update(YamlNode node) {
        Spec.Call call = call(node, false);
        int batch = CallKeys.BATCH.of(node);
        List<Spec.ChosenCall> calls = new ArrayList<>();
        for (YamlNode instead : CallKeys.INSTEADS.of(node)) {
            Line line = Line.of(instead);
            calls.add(new Spec.ChosenCall(
                    CallKeys.PRESENT.of(instead), CallKeys.EMPTY.of(instead), call.to(line.method(), line.path())));
        }
        if (!calls.isEmpty() && batch > 1) {
            CallKeys.INSTEADS.fault(
                    node,
                    "instead chooses a call by what one record holds, but a call takes a batch of " + batch
                            + ": set batch: 1, or take instead away");
        }
        calls.add(new Spec.ChosenCall(List.of(), List.of(), call));
        return new Spec.Update(
                calls,
                batch,
                CallKeys.ITEM.of(node),
                CallKeys.JSON_PATCH.of(node),
                CallKeys.CONDITION.of(node),
                results(node),
                CallKeys.RECORD.of(node, null),
                CallKeys.JOB.of(node).map(this::job).orElse(null));
    }

    Spec.Create create(YamlNode node) {
        boolean keyed =
                node.scalars().anyMatch(text -> Template.places(text.text()).contains("idempotency_key"));
        return new Spec.Create(
                call(node, keyed),
                CallKeys.BATCH.of(node),
                CallKeys.ITEM.of(node),
                results(node),
                CallKeys.RECORD.of(node),
                CallKeys.CREATED_ID.of(node));
    }

    private static Spec.Results results(YamlNode around) {
        return CallKeys.RESULTS_OF_BATCH
                .of(around)
                .map(node -> new Spec.Results(
                        CallKeys.RESULT_ITEMS.of(node),
                        CallKeys.RESULT_ID.of(node),
                        CallKeys.RESULT_INDEX.of(node),
                        CallKeys.RESULT_STATUS.of(node),
                        conditions(node, CallKeys.FAILED_WHEN),
                        ClientReader.words(node)))
                .orElse(null);
    }

    private Spec.Job job(YamlNode node) {
        return new Spec.Job(
                CallKeys.JOB_ID.of(node),
                call(node, true),
                CallKeys.JOB_STATUS.of(node),
                CallKeys.DONE.of(node),
                CallKeys.FAILED.of(node),
                CallKeys.PATIENCE.of(node));
    }

    Spec.Step step(YamlNode node) {
        Map<String, Map<String, String>> find = new LinkedHashMap<>();
        CallKeys.FIND.of(node).forEach((name, row) -> {
            Map<String, String> wanted = new LinkedHashMap<>();
            row.entries().forEach((path, template) -> wanted.put(path, template.text()));
            find.put(name, wanted);
        });
        return new Spec.Step(
                call(node, false),
                CallKeys.LIST.of(node),
                CallKeys.NEXT_OF_LIST.of(node),
                find,
                CallKeys.GUARD.of(node),
                CallKeys.UNLESS.of(node),
                CallKeys.ONLY.of(node),
                CallKeys.RESULT.of(node),
                CallKeys.AS.of(node),
                CallKeys.OTHERWISE.of(node, null));
    }
}
