package io.tandem.flow;

import io.tandem.config.Cron;
import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Word;
import io.tandem.system.EntityFacts;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a flow's policies go together, with its rows and with what its systems can do. */
final class FlowChecks {

    private final YamlNode file;
    private final Flow flow;
    private final Function<EntityKey, EntityFacts> facts;
    private final List<String> notes;

    FlowChecks(YamlNode file, Flow flow, Function<EntityKey, EntityFacts> facts, List<String> notes) {
        this.file = file;
        this.flow = flow;
        this.facts = facts;
        this.notes = notes;
    }

    void check() {
        checkLink();
        checkSchedule();
        noteWhatIsOff();
    }

    private void checkLink() {
        boolean needsMatch = flow.link() == LinkPolicy.MATCHED || flow.link() == LinkPolicy.MATCHED_OR_CREATE;
        if (needsMatch && flow.match().isEmpty()) {
            checkNoMatch();
        }
        if (flow.link() == LinkPolicy.EVERY && !flow.match().isEmpty()) {
            FlowKeys.MATCH
                    .at(file)
                    .ifPresent(node -> node.fault("link every does not match; use link: matched-or-create"));
        }
        if (flow.link() == LinkPolicy.OFF && flow.whyOff().isBlank()) {
            file.fault("link off needs why_off: the reason, which check shows");
        }
        checkConnected();
        checkCalls();
        checkCreateBoth();
    }

    private void checkConnected() {
        if (!flow.connected()) {
            return;
        }
        if (flow.connectedTo().isEmpty()) {
            file.fault("link connected needs connected_to: what a record must be connected with");
        }
        flow.connectedTo().stream()
                .filter(connection -> connection.by().isEmpty() && !hasReference(connection.entity()))
                .forEach(connection -> file.fault("connected_to: nothing says which property refers to "
                        + connection.entity() + ". Give a row that does a reference, or write {entity: "
                        + connection.entity() + ", by: PROPERTY, into: ENTITY}"));
    }

    /** What the flow does needs a call of its entities. */
    private void checkCalls() {
        for (Side side : Side.values()) {
            if (flow.link() != LinkPolicy.OFF && !facts.apply(flow.entity(side)).canFetch()) {
                (side == Side.SOURCE ? FlowKeys.SOURCE : FlowKeys.TARGET)
                        .at(file)
                        .ifPresent(node -> node.fault(flow.entity(side) + " only stands for ids; it can't be fetched"));
            }
        }
        if (flow.creates() && !facts.apply(flow.target()).canCreate()) {
            FlowKeys.TARGET
                    .at(file)
                    .ifPresent(node -> node.fault(
                            flow.target() + " can't be created by its descriptor; link must be matched or off"));
        }
        if (flow.deletes() == DeletePolicy.PROPAGATE
                && !facts.apply(flow.target()).canDelete()) {
            FlowKeys.DELETES
                    .at(file)
                    .ifPresent(node -> node.fault("deletes: propagate needs a delete call, and the descriptor of "
                            + flow.target() + " has none. Known here: keep"));
        }
    }

    private boolean hasReference(EntityKey entity) {
        return flow.rows().stream()
                .anyMatch(row -> row.reference() != null
                        && row.source() != null
                        && row.reference().source().equals(entity));
    }

    /** A document's table can be empty, and all its rows can be off. */
    private void checkNoMatch() {
        boolean creates = flow.link() == LinkPolicy.MATCHED_OR_CREATE;
        if (flow.documented().sections().isEmpty()) {
            file.fault("link " + word() + " needs at least one row under match");
        } else if (creates && !flow.documented().matches().isEmpty()) {
            file.fault(
                    "every row under match is off, so each source record would get a new target, also those that have one."
                            + " Switch a row on, or set link: off and why_off");
        } else {
            notes.add(flow.id() + ": no row under match is on, so "
                    + (creates
                            ? "each source record without a link gets a new target"
                            : "only links import and link make links"));
        }
    }

    private void noteWhatIsOff() {
        flow.documented().matches().stream()
                .filter(match -> !match.off().isEmpty())
                .forEach(match -> notes.add(flow.id() + ": match "
                        + match.pairs().stream()
                                .map(pair -> pair.source() + " = " + pair.target())
                                .collect(Collectors.joining(", "))
                        + " is off: " + match.off()));
        flow.documented().properties().stream()
                .filter(property -> !property.off().isEmpty())
                .forEach(property -> notes.add(flow.id() + ": " + property.row().id() + " is off: " + property.off()));
    }

    private void checkCreateBoth() {
        boolean creates = flow.link() == LinkPolicy.EVERY || flow.link() == LinkPolicy.MATCHED_OR_CREATE;
        if (flow.createBoth() && flow.link() != LinkPolicy.OFF && !creates) {
            FlowKeys.CREATE
                    .at(file)
                    .ifPresent(
                            node -> node.fault("create: both needs link: every or matched-or-create, not " + word()));
        }
        if (flow.createBoth() && creates && !facts.apply(flow.source()).canCreate()) {
            FlowKeys.CREATE
                    .at(file)
                    .ifPresent(node -> node.fault("create: both needs a create call, and the descriptor of "
                            + flow.source() + " has none. Known here: target"));
        }
    }

    private String word() {
        return Word.of(flow.link());
    }

    private void checkSchedule() {
        FlowKeys.SCHEDULE.at(file).ifPresent(node -> {
            Cron.fault(node.text()).ifPresent(why -> node.fault("schedule " + node.text() + " " + why));
        });
    }
}
