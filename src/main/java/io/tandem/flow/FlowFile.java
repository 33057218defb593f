package io.tandem.flow;

import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.system.EntityFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One flow file: a YAML document in, a checked {@link Flow} out. Faults name line and known values. */
final class FlowFile {

    private final YamlNode file;
    private final Map<EntityKey, EntityFacts> known;
    private final List<String> notes;
    private final DocumentedReader documents = new DocumentedReader();

    FlowFile(YamlNode file, Map<EntityKey, EntityFacts> known, List<String> notes) {
        this.file = file;
        this.known = known;
        this.notes = notes;
    }

    /** @return empty if it is too broken to go on */
    Optional<Flow> read(Optional<YamlNode> demo) {
        file.only(FlowKeys.FILE);
        String id = file.required("flow");
        if (!file.file().endsWith("/" + id + ".yaml")) {
            file.get("flow")
                    .ifPresent(node -> node.fault("flow " + id + " must stand in a file of its name, " + id + ".yaml"));
        }
        file.required("description");
        Optional<EntityKey> source = entity("source");
        Optional<EntityKey> target = entity("target");
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(flow(id, source.get(), target.get(), demo));
    }

    private boolean isOff() {
        return file.text("link").filter("off"::equals).isPresent();
    }

    private Flow flow(String id, EntityKey source, EntityKey target, Optional<YamlNode> demo) {
        List<Documented.Section> sections = documents.sections(file);
        if (source.equals(target) && !isOff()) {
            file.fault("source and target are the same entity, " + source);
        }
        LinkPolicy link = file.choice("link", LinkPolicy.class, LinkPolicy.MATCHED);
        if (file.get("link").isEmpty()) {
            file.fault("key link is missing. Known: every, matched, matched-or-create, connected, off");
        }
        RowReader reader = new RowReader(id, facts(source), facts(target), known, notes, file);
        List<Documented.Match> matches = matches(reader);
        List<Documented.Property> properties = properties(reader);
        Flow flow = new Flow(
                id,
                file.text("description").orElse(""),
                source,
                target,
                link,
                file.text("why_off").orElse(""),
                matches.stream()
                        .filter(match -> match.off().isEmpty())
                        .map(Documented.Match::pairs)
                        .toList(),
                rows(properties, reader, demo),
                file.choice("deletes", DeletePolicy.class, DeletePolicy.KEEP),
                new ConditionReader(facts(source)).read(file.list("where")),
                new ConditionReader(facts(target)).read(file.list("target_where")),
                createBoth(),
                new ConnectionReader(known, facts(source), isOff()).read(file.list("connected_to")),
                file.text("schedule"),
                new Documented(sections, matches, properties));
        new FlowChecks(file, flow, this::facts, notes).check();
        return flow;
    }

    private EntityFacts facts(EntityKey key) {
        return known.getOrDefault(key, EntityFacts.unknown(key));
    }

    /** What no descriptor knows yet may stand in a flow of a document that is off. */
    private Optional<EntityKey> entity(String key) {
        String text = file.required(key);
        boolean waits = file.text("link").filter("off"::equals).isPresent()
                && file.get("from").isPresent();
        if (waits && text.matches("[^/]+/[^/]+") && !known.containsKey(EntityKey.parse(text))) {
            notes.add(file.text("flow").orElse("") + ": " + key + " " + text
                    + " is in no descriptor; add it to config/systems/"
                    + EntityKey.parse(text).system() + ".yaml");
            return Optional.of(EntityKey.parse(text));
        }
        return text.isEmpty()
                ? Optional.empty()
                : Entities.find(text, file.get(key).orElse(file), known);
    }

    private List<Documented.Match> matches(RowReader reader) {
        List<Documented.Match> alternatives = new ArrayList<>();
        Set<List<MatchPair>> on = new HashSet<>();
        for (YamlNode node : file.list("match")) {
            boolean longForm = node.get("pairs").filter(YamlNode::isMapping).isPresent();
            if (longForm) {
                node.only(FlowKeys.ALTERNATIVE);
            }
            String off = longForm ? RowReader.off(node).orElse("") : "";
            List<MatchPair> pairs = pairs(
                    longForm ? node.get("pairs").orElse(node) : node,
                    longForm ? reader.when(node, !off.isEmpty()) : List.of(),
                    off.isEmpty() ? reader : null);
            if (off.isEmpty() && !on.add(pairs)) {
                node.fault("this match stands twice");
            }
            alternatives.add(new Documented.Match(pairs, off, longForm ? documents.lines(node) : List.of()));
        }
        return alternatives;
    }

    /** @param check null if the pairs may name unknown properties */
    private static List<MatchPair> pairs(YamlNode node, List<SideCondition> when, RowReader check) {
        List<MatchPair> pairs = new ArrayList<>();
        node.entries().forEach((source, target) -> {
            if (check != null && (source.isBlank() || target.text().isBlank())) {
                target.fault("a pair of a match needs a property on each side");
            }
            if (check != null) {
                check.checkKnown(Side.SOURCE, source, target);
                check.checkKnown(Side.TARGET, target.text(), target);
            }
            pairs.add(new MatchPair(source, target.text(), when));
        });
        if (pairs.isEmpty() && node.isMapping()) {
            node.fault("a match without a pair would match everything");
        }
        return pairs;
    }

    private List<Documented.Property> properties(RowReader reader) {
        if (file.get("properties").isEmpty()) {
            file.fault("key properties is missing; a table without rows is properties: []");
        }
        List<Documented.Property> properties = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlNode node : file.list("properties")) {
            Optional<Row> read = reader.row(node, true);
            String off = RowReader.off(node).orElse("");
            List<Documented.Line> lines = documents.lines(node);
            read.filter(row -> !off.isEmpty() || isFirst(row, ids, node))
                    .ifPresent(row -> properties.add(new Documented.Property(row, off, lines)));
        }
        return properties;
    }

    private List<Row> rows(List<Documented.Property> documented, RowReader reader, Optional<YamlNode> demo) {
        List<Row> rows = new ArrayList<>(documented.stream()
                .filter(property -> property.off().isEmpty())
                .map(Documented.Property::row)
                .toList());
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.id()));
        List<YamlNode> own = new ArrayList<>(file.list("extra"));
        demo.ifPresent(extra -> {
            extra.only(FlowKeys.DEMO);
            own.addAll(extra.list("extra"));
        });
        for (YamlNode node : own) {
            Optional<String> off = RowReader.off(node);
            reader.row(node, false)
                    .filter(row -> off.isEmpty() && isFirst(row, ids, node))
                    .ifPresent(rows::add);
            node.get("from").ifPresent(from -> from.fault("a document's row stands under properties, not under extra"));
        }
        return rows;
    }

    private static boolean isFirst(Row row, Set<String> ids, YamlNode node) {
        boolean first = ids.add(row.id());
        if (!first) {
            node.fault("row " + row.id() + " stands twice");
        }
        return first;
    }

    private boolean createBoth() {
        return file.get("create")
                .map(node -> {
                    if (!List.of("target", "both").contains(node.text())) {
                        node.fault("unknown value " + node.text() + ". Known: target, both");
                    }
                    return node.text().equals("both");
                })
                .orElse(false);
    }
}
