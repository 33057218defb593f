package io.tandem.flow;

import io.tandem.config.Key;
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
        String id = FlowKeys.FLOW.of(file);
        if (!file.file().endsWith("/" + id + ".yaml")) {
            FlowKeys.FLOW
                    .at(file)
                    .ifPresent(node -> node.fault("flow " + id + " must stand in a file of its name, " + id + ".yaml"));
        }
        if (id.length() > Flow.LONGEST_ID) {
            FlowKeys.FLOW
                    .at(file)
                    .ifPresent(node -> node.fault(
                            "the name has " + id.length() + " characters; the store holds " + Flow.LONGEST_ID));
        }
        String description = FlowKeys.DESCRIPTION.of(file);
        Optional<EntityKey> source = entity(FlowKeys.SOURCE);
        Optional<EntityKey> target = entity(FlowKeys.TARGET);
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(flow(id, description, source.get(), target.get(), demo));
    }

    private boolean isOff() {
        return FlowKeys.LINK.at(file).filter(node -> node.text().equals("off")).isPresent();
    }

    private Flow flow(String id, String description, EntityKey source, EntityKey target, Optional<YamlNode> demo) {
        List<Documented.Section> sections = documents.sections(file);
        if (source.equals(target) && !isOff()) {
            file.fault("source and target are the same entity, " + source);
        }
        LinkPolicy link = FlowKeys.LINK.of(file, LinkPolicy.MATCHED);
        RowReader reader = new RowReader(id, facts(source), facts(target), known, notes, file);
        List<Documented.Match> matches = matches(reader);
        List<Documented.Property> properties = properties(reader);
        Flow flow = new Flow(
                id,
                description,
                source,
                target,
                link,
                FlowKeys.WHY_OFF.of(file),
                matches.stream()
                        .filter(match -> match.off().isEmpty())
                        .map(Documented.Match::pairs)
                        .toList(),
                rows(properties, reader, demo),
                FlowKeys.DELETES.of(file),
                new ConditionReader(facts(source)).read(FlowKeys.WHERE.of(file)),
                new ConditionReader(facts(target)).read(FlowKeys.TARGET_WHERE.of(file)),
                FlowKeys.CREATE.of(file) == FlowKeys.Create.BOTH,
                new ConnectionReader(known, facts(source), isOff()).read(FlowKeys.CONNECTED_TO.of(file)),
                FlowKeys.SCHEDULE.at(file).map(YamlNode::text),
                new Documented(sections, matches, properties),
                FlowKeys.PARALLEL.of(
                        file, Math.min(facts(source).parallel(), facts(target).parallel())));
        new FlowChecks(file, flow, this::facts, notes).check();
        return flow;
    }

    private EntityFacts facts(EntityKey key) {
        return known.getOrDefault(key, EntityFacts.unknown(key));
    }

    /** What no descriptor knows yet may stand in a flow of a document that is off. */
    private Optional<EntityKey> entity(Key<String> key) {
        String text = key.of(file);
        boolean waits = isOff() && FlowKeys.SECTIONS.isIn(file);
        if (waits && text.matches("[^/]+/[^/]+") && !known.containsKey(EntityKey.parse(text))) {
            notes.add(FlowKeys.FLOW.at(file).map(YamlNode::text).orElse("") + ": " + key.name() + " " + text
                    + " is in no descriptor; add it to config/systems/"
                    + EntityKey.parse(text).system() + ".yaml");
            return Optional.of(EntityKey.parse(text));
        }
        return text.isEmpty()
                ? Optional.empty()
                : KnownNames.find(text, key.at(file).orElse(file), known);
    }

    private List<Documented.Match> matches(RowReader reader) {
        List<Documented.Match> alternatives = new ArrayList<>();
        Set<List<MatchPair>> on = new HashSet<>();
        for (YamlNode node : FlowKeys.MATCH.of(file)) {
            boolean longForm =
                    FlowKeys.PAIRS.at(node).filter(YamlNode::isMapping).isPresent();
            if (longForm) {
                node.only(FlowKeys.ALTERNATIVE);
            }
            String off = longForm ? RowReader.off(node).orElse("") : "";
            List<MatchPair> pairs = pairs(
                    longForm ? FlowKeys.PAIRS.at(node).orElse(node) : node,
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
        List<Documented.Property> properties = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlNode node : FlowKeys.PROPERTIES.of(file)) {
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
        List<YamlNode> own = new ArrayList<>(FlowKeys.EXTRA.of(file));
        demo.ifPresent(extra -> {
            extra.only(FlowKeys.DEMO);
            own.addAll(FlowKeys.DEMO_EXTRA.of(extra));
        });
        for (YamlNode node : own) {
            Optional<String> off = RowReader.off(node);
            reader.row(node, false)
                    .filter(row -> off.isEmpty() && isFirst(row, ids, node))
                    .ifPresent(rows::add);
            FlowKeys.FROM
                    .at(node)
                    .ifPresent(from -> from.fault("a document's row stands under properties, not under extra"));
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
}
