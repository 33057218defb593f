package io.tandem.flow;

import io.tandem.config.Cron;
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

    private Flow flow(String id, EntityKey source, EntityKey target, Optional<YamlNode> demo) {
        if (source.equals(target)) {
            file.fault("source and target are the same entity, " + source);
        }
        LinkPolicy link = file.choice("link", LinkPolicy.class, LinkPolicy.MATCHED);
        if (file.get("link").isEmpty()) {
            file.fault("key link is missing. Known: every, matched, matched-or-create, connected, off");
        }
        RowReader rows = new RowReader(id, facts(source), facts(target), known, notes, file);
        Flow flow = new Flow(
                id,
                file.text("description").orElse(""),
                source,
                target,
                link,
                file.text("why_off").orElse(""),
                match(rows),
                rows(rows, demo),
                file.choice("deletes", DeletePolicy.class, DeletePolicy.KEEP),
                new ConditionReader(facts(source)).read(file.list("where")),
                new ConditionReader(facts(target)).read(file.list("target_where")),
                createBoth(),
                connectedTo(),
                file.text("schedule"));
        checkPolicies(flow);
        checkSchedule();
        return flow;
    }

    private EntityFacts facts(EntityKey key) {
        return known.get(key);
    }

    private Optional<EntityKey> entity(String key) {
        String text = file.required(key);
        return text.isEmpty()
                ? Optional.empty()
                : Entities.find(text, file.get(key).orElse(file), known);
    }

    private List<List<MatchPair>> match(RowReader rows) {
        List<List<MatchPair>> alternatives = new ArrayList<>();
        for (YamlNode alternative : file.list("match")) {
            List<MatchPair> pairs = new ArrayList<>();
            alternative.entries().forEach((source, target) -> {
                if (source.isBlank() || target.text().isBlank()) {
                    target.fault("a pair of a match needs a property on each side");
                }
                rows.checkKnown(Side.SOURCE, source, target);
                rows.checkKnown(Side.TARGET, target.text(), target);
                pairs.add(new MatchPair(source, target.text()));
            });
            if (pairs.isEmpty() && alternative.isMapping()) {
                alternative.fault("a match without a pair would match everything");
            }
            if (alternatives.contains(pairs)) {
                alternative.fault("this match stands twice");
            }
            alternatives.add(pairs);
        }
        return alternatives;
    }

    private List<Row> rows(RowReader reader, Optional<YamlNode> demo) {
        List<Row> rows = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (file.get("properties").isEmpty()) {
            file.fault("key properties is missing; a table without rows is properties: []");
        }
        file.list("properties").forEach(node -> add(reader.row(node, true), node, rows, ids));
        file.list("extra").forEach(node -> add(reader.row(node, false), node, rows, ids));
        demo.ifPresent(extra -> {
            extra.only(FlowKeys.DEMO);
            extra.list("extra").forEach(node -> add(reader.row(node, false), node, rows, ids));
        });
        return rows;
    }

    private static void add(Optional<Row> read, YamlNode node, List<Row> rows, Set<String> ids) {
        read.ifPresent(row -> {
            if (ids.add(row.id())) {
                rows.add(row);
            } else {
                node.fault("row " + row.id() + " stands twice");
            }
        });
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

    private List<EntityKey> connectedTo() {
        List<EntityKey> entities = new ArrayList<>();
        for (YamlNode node : file.list("connected_to")) {
            Entities.find(node.text(), node, known).ifPresent(entities::add);
        }
        return entities;
    }

    private void checkPolicies(Flow flow) {
        boolean needsMatch = flow.link() == LinkPolicy.MATCHED || flow.link() == LinkPolicy.MATCHED_OR_CREATE;
        if (needsMatch && flow.match().isEmpty()) {
            file.fault("link " + word(flow) + " needs at least one row under match");
        }
        if (flow.link() == LinkPolicy.EVERY && !flow.match().isEmpty()) {
            file.get("match").ifPresent(node -> node.fault("link every does not match; use link: matched-or-create"));
        }
        if (flow.link() == LinkPolicy.OFF && flow.whyOff().isBlank()) {
            file.fault("link off needs why_off: the reason, which check shows");
        }
        if (flow.connected() && flow.connectedTo().isEmpty()) {
            file.fault("link connected needs connected_to: the entities that a record must refer to");
        }
        for (Side side : Side.values()) {
            if (flow.link() != LinkPolicy.OFF && !facts(flow.entity(side)).canFetch()) {
                file.get(side.lower())
                        .ifPresent(node -> node.fault(flow.entity(side) + " only stands for ids; it can't be fetched"));
            }
        }
        if (flow.creates() && !facts(flow.target()).canCreate()) {
            file.get("target")
                    .ifPresent(node -> node.fault(
                            flow.target() + " can't be created by its descriptor; link must be matched or off"));
        }
        if (flow.connected()
                && flow.rows().stream()
                        .noneMatch(row -> row.reference() != null
                                && flow.connectedTo().contains(row.reference().source()))) {
            file.fault("link connected needs a row with a reference to one of connected_to");
        }
        if (flow.deletes() == DeletePolicy.PROPAGATE && !facts(flow.target()).canDelete()) {
            file.get("deletes")
                    .ifPresent(node -> node.fault("deletes: propagate needs a delete call, and the descriptor of "
                            + flow.target() + " has none. Known here: keep"));
        }
        checkNotYet(flow);
    }

    /** Words of the flow file that this version understands but can't carry out: said at start, never left undone. */
    private void checkNotYet(Flow flow) {
        if (flow.createBoth()) {
            file.get("create")
                    .ifPresent(node -> node.fault("create: both can't be carried out by this version. Known: target"));
        }
    }

    private static String word(Flow flow) {
        return flow.link().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private void checkSchedule() {
        file.get("schedule").ifPresent(node -> {
            Cron.fault(node.text()).ifPresent(why -> node.fault("schedule " + node.text() + " " + why));
        });
    }
}
