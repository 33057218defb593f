package io.tandem.plan;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.Json;
import io.tandem.record.RecordKey;
import java.util.List;

/** Says what became of one record on its way through the steps, for one flow. */
final class ItemNotes {

    private static final String STATE = "~state";

    private final Flow flow;
    private final Findings findings;

    ItemNotes(Flow flow, Findings findings) {
        this.flow = flow;
        this.findings = findings;
    }

    /** @param item as {@code link} leaves it */
    void take(Item item) {
        String about = about(item);
        findings.lookedAgain(flow.id(), about);
        if (item.skipped().isPresent()) {
            skipped(item, about);
            return;
        }
        item.effects().ifPresent(effects -> {
            if (effects.on(item.side().other()) instanceof Effect.Created created) {
                created(item, created);
            } else if (item.isNewPair()) {
                linked(item.link().orElseThrow());
            } else {
                item.link().ifPresent(link -> stateOf(item, link));
            }
            for (Side side : Side.values()) {
                if (effects.on(side) instanceof Effect.Written written) {
                    changed(item, side, written.rows());
                }
            }
        });
        item.troubles(flow).forEach(trouble -> troubled(about, trouble));
        item.outcomes().forEach(outcome -> left(item, about, outcome));
    }

    private RecordKey key(Side side, String id) {
        return flow.entity(side).record(id);
    }

    /** A pair is one thing, from whichever side it is looked at. */
    private String about(Item item) {
        return item.link()
                .filter(link -> link.sourceId() != null)
                .map(link -> key(Side.SOURCE, link.sourceId()))
                .orElse(item.snapshot().record().key())
                .toString();
    }

    /** Unlinked targets are compared by themselves only where they are created from, and a dead record was never to take part. */
    private void skipped(Item item, String about) {
        boolean nothingToSay = item.link().isEmpty()
                && (!flow.creates(item.side()) && item.side() == Side.TARGET
                        || !item.snapshot().record().live());
        if (!nothingToSay) {
            left(about, "", item.snapshot().record().key(), item.skipped().orElseThrow());
        }
    }

    private void created(Item item, Effect.Created created) {
        RecordKey origin = item.snapshot().record().key();
        findings.done(
                flow.id(),
                new Finding.Create(
                        flow.entity(item.side().other()).toString(),
                        flow.matches() ? "no record matches " + origin : origin + " has no link",
                        Json.MAPPER.valueToTree(created.values().asMap())));
    }

    private void linked(Link link) {
        findings.done(
                flow.id(),
                new Finding.Link(
                        key(Side.SOURCE, link.sourceId()).toString(),
                        key(Side.TARGET, link.targetId()).toString()));
    }

    private void stateOf(Item item, Link link) {
        boolean changed = item.verdict()
                .flatMap(Verdict::stored)
                .filter(before -> before.state() != link.state())
                .isPresent();
        if (changed) {
            findings.left(
                    flow.id(),
                    about(item) + STATE,
                    "",
                    new Finding.Skip(
                            about(item), "its link becomes " + link.state().word()));
        }
    }

    private void changed(Item item, Side side, List<RowOutcome.WriteTo> rows) {
        RecordKey record = item.on(side).orElseThrow().record().key();
        if (rows.isEmpty()) {
            findings.done(
                    flow.id(),
                    new Finding.Change(
                            record.toString(),
                            "",
                            TextNode.valueOf("live"),
                            TextNode.valueOf("deleted"),
                            item.on(side.other()).orElseThrow().record().key() + " was deleted"));
            return;
        }
        for (RowOutcome.WriteTo row : rows) {
            String property = row.row().property(side);
            findings.done(
                    flow.id(),
                    new Finding.Change(
                            record.toString(),
                            property,
                            item.on(side).orElseThrow().record().values().get(property),
                            row.value(),
                            row.because()));
        }
    }

    private void troubled(String about, Trouble trouble) {
        left(about, trouble.side() + trouble.property(), key(trouble.side(), trouble.recordId()), trouble.reason());
    }

    /** Failed rows are troubles too, and said there. */
    private void left(Item item, String about, RowOutcome outcome) {
        String row = outcome.row().id();
        if (outcome instanceof RowOutcome.Open open) {
            String rule = open.conflict().rule();
            leftRow(item, about, row, Side.SOURCE, rule + "; an operator has to decide");
        } else if (outcome instanceof RowOutcome.Drift drift) {
            leftRow(item, about, row, drift.edited(), "drift: " + drift.because() + "; the edit stays here");
        } else if (outcome instanceof RowOutcome.Unresolved unresolved) {
            RecordKey wanted = unresolved.wanted().from();
            Side side = flow.source().system().equals(wanted.entity().system()) ? Side.SOURCE : Side.TARGET;
            leftRow(
                    item,
                    about,
                    row,
                    side,
                    wanted + " is not linked to any " + unresolved.wanted().to() + " yet");
        }
    }

    private void leftRow(Item item, String about, String row, Side side, String because) {
        String id = item.link().orElseThrow().recordId(side);
        left(about, row, key(side, id), row + ": " + because);
    }

    private void left(String about, String what, RecordKey record, String because) {
        findings.left(flow.id(), about, what, new Finding.Skip(record.toString(), because));
    }
}
