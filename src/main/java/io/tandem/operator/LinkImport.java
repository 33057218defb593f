package io.tandem.operator;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.config.ConfigurationFault;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.FeedTable;
import io.tandem.store.FlowProgress;
import io.tandem.store.History;
import io.tandem.store.ImportFile;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.MatchKeyTable;
import io.tandem.store.References;
import io.tandem.store.StartedCreates;
import io.tandem.store.Wakes;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Imports links that were made elsewhere, everything or nothing. Their records need not have been seen yet; the next
 * round merges the pairs by rule 4, and parks what still was not seen then.
 *
 * <p>Cost: 3 queries and 4 batches for each 500 links. The flows' leases are held until the end.
 */
public final class LinkImport {

    private final Jdbi jdbi;
    private final References references;
    private final Leases leases;

    public LinkImport(Jdbi jdbi, References references, Leases leases) {
        this.jdbi = jdbi;
        this.references = references;
        this.leases = leases;
    }

    /**
     * @param flows those that may be named
     * @param dryRun whether it is only checked
     * @return how many links are new; those that stand so already are not counted
     * @throws ConfigurationFault listing all that is wrong; nothing is stored then
     */
    public int run(ImportFile file, Collection<Flow> flows, Reader text, boolean dryRun) throws IOException {
        CsvTable table = LinkTable.csv(file.name());
        Map<String, List<LinkTable.Row>> byFlow = new LinkTable(table, flows, references, file.at())
                .read(text).stream()
                        .collect(Collectors.groupingBy(row -> row.flow().id(), TreeMap::new, Collectors.toList()));
        List<Leases.Lease> held = new ArrayList<>();
        try {
            byFlow.keySet().forEach(flow -> held.add(FlowHold.take(leases, flow)));
            held.forEach(Leases.Lease::renew);
            return jdbi.inTransaction(h -> {
                byFlow.keySet().forEach(flow -> StartedCreates.settle(h, flow));
                List<LinkTable.Row> news = new ArrayList<>();
                byFlow.values().forEach(rows -> news.addAll(news(h, rows, table)));
                table.orThrow();
                if (!dryRun) {
                    Map<Flow, List<LinkTable.Row>> perFlow =
                            news.stream().collect(Collectors.groupingBy(LinkTable.Row::flow));
                    perFlow.forEach((flow, rows) -> save(
                            h,
                            file,
                            flow,
                            rows.stream().map(LinkTable.Row::link).toList()));
                    leaveMatch(h, List.copyOf(perFlow.keySet()));
                }
                return news.size();
            });
        } finally {
            held.forEach(Leases.Lease::close);
        }
    }

    /** Those of a flow's rows that the store doesn't have; a contradiction is a fault. */
    private static List<LinkTable.Row> news(Handle handle, List<LinkTable.Row> rows, CsvTable table) {
        Flow flow = rows.get(0).flow();
        Map<String, Link> sources = Links.holding(handle, flow.id(), Side.SOURCE, ids(rows, Side.SOURCE));
        Map<String, Link> targets = Links.holding(handle, flow.id(), Side.TARGET, ids(rows, Side.TARGET));
        Set<Links.Pair> unlinkedPairs = Links.unlinked(handle, flow.id(), ids(rows, Side.SOURCE));
        List<LinkTable.Row> news = new ArrayList<>();
        for (LinkTable.Row row : rows) {
            Link link = row.link();
            Link ofSource = sources.get(link.sourceId());
            Link ofTarget = targets.get(link.targetId());
            boolean together = ofSource != null && Objects.equals(ofSource.targetId(), link.targetId());
            boolean wasUnlinked = unlinkedPairs.contains(new Links.Pair(link.sourceId(), link.targetId()));
            boolean unlinks = link.state() == LinkState.UNLINKED;
            if (unlinks ? wasUnlinked : together) {
                continue;
            }
            if (unlinks && together) {
                table.fault(row.line(), "the pair is linked; unlink it with: " + unlink(ofSource));
            } else if (!unlinks && wasUnlinked) {
                table.fault(
                        row.line(),
                        "an operator unlinked the pair; to link it again: tandem link " + flow.id() + " "
                                + link.sourceId() + " " + link.targetId());
            } else if (!unlinks && (ofSource != null || ofTarget != null)) {
                elsewhere(table, row, Side.SOURCE, ofSource);
                elsewhere(table, row, Side.TARGET, ofTarget);
            } else {
                news.add(row);
            }
        }
        return news;
    }

    private static void elsewhere(CsvTable table, LinkTable.Row row, Side side, Link holder) {
        if (holder != null) {
            String partner = holder.recordId(side.other());
            table.fault(
                    row.line(),
                    row.flow().entity(side).record(row.link().recordId(side))
                            + (partner == null
                                    ? " is about to get a partner created; sync first"
                                    : " is linked already, to "
                                            + row.flow().entity(side.other()).record(partner) + ". Unlink it first: "
                                            + unlink(holder)));
        }
    }

    private static String unlink(Link link) {
        return "tandem unlink " + link.flow() + " " + link.sourceId();
    }

    private static List<String> ids(List<LinkTable.Row> rows, Side side) {
        return rows.stream()
                .map(row -> row.link().recordId(side))
                .filter(Objects::nonNull)
                .toList();
    }

    private void save(Handle handle, ImportFile file, Flow flow, List<Link> links) {
        Links.insertAll(handle, links);
        History.add(handle, links.stream().map(link -> entry(file, flow, link)).toList());
        List<Link> holding = links.stream()
                .filter(link -> link.state() != LinkState.UNLINKED)
                .toList();
        references.linked(handle, flow, holding);
        Wakes.add(
                handle,
                flow.id(),
                Side.SOURCE,
                holding.stream().map(Link::sourceId).toList());
    }

    /** Last, and with the feeds in the order in which all others lock them: a fetch may change keys of the same records. */
    private static void leaveMatch(Handle handle, List<Flow> flows) {
        FeedTable.lock(
                handle, Flow.entities(flows.stream().filter(Flow::matches).toList()));
        for (Flow flow : flows) {
            if (flow.matches()) {
                for (Side side : Side.values()) {
                    MatchKeyTable.forgetLinked(handle, flow, side);
                }
            }
            FlowProgress.compareAgain(handle, flow.id());
        }
    }

    private static Entry entry(ImportFile file, Flow flow, Link link) {
        boolean unlinked = link.state() == LinkState.UNLINKED;
        String state = unlinked || link.state() == LinkState.LINKED
                ? ""
                : " as " + link.state().word();
        return Entry.of(
                        file.at(),
                        flow,
                        link,
                        unlinked ? Event.UNLINKED : Event.LINKED,
                        Side.SOURCE,
                        file.because() + state)
                .by(file.who());
    }
}
