package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.operator.Ambiguities;
import io.tandem.operator.Lists;
import io.tandem.operator.Waiting;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The records of one flow that wait, for the shell. Keys and values come from systems and are shown {@link ForTerminal}. */
final class WaitingText {

    /** Of candidates and of rivals; a key that thousands share is no decision between thousands. */
    private static final int MOST = 12;

    private static final String INDENT = "    ";

    private final Application app;
    private final Session session;
    private final Flow flow;
    private final boolean values;

    WaitingText(Application app, Session session, Flow flow, boolean values) {
        this.app = app;
        this.session = session;
        this.flow = flow;
        this.values = values;
    }

    private record Mention(String what, String key, String page) {}

    void unmatched(Waiting.Unlinked seen, Lists.WaitingRow row) {
        session.line(ForTerminal.of(
                        String.join("  ", row.reason(), row.record(), row.flow(), page(flow.source(), seen.id())))
                .stripTrailing());
        compare(seen, Set.of(), Set.of());
    }

    /** @param ambiguities of the flow */
    void ambiguous(Waiting.Unlinked seen, Lists.WaitingRow row, Ambiguities ambiguities) {
        session.line(String.join("  ", row.reason(), row.record(), row.flow()));
        Set<String> candidates = ambiguities.candidates(seen.id(), MOST + 1);
        Set<String> rivals = ambiguities.rivals(seen.id(), MOST + 1);
        mention(seen.id(), candidates, rivals);
        compare(seen, candidates, rivals);
        session.line(INDENT + "decide: tandem link " + flow.id() + " " + ForTerminal.word(seen.id()) + " "
                + (candidates.size() == 1
                        ? ForTerminal.word(candidates.iterator().next())
                        : "TARGET_ID"));
        session.line("");
    }

    private void mention(String id, Set<String> candidates, Set<String> rivals) {
        List<Mention> mentions = new ArrayList<>(List.of(mention("record", flow.source(), id)));
        first(candidates).forEach(other -> mentions.add(mention("candidate", flow.target(), other)));
        first(rivals).forEach(other -> mentions.add(mention("rival", flow.source(), other)));
        int width = mentions.stream().mapToInt(m -> m.key().length()).max().orElse(0);
        mentions.forEach(m -> session.line(
                String.format(Locale.ROOT, INDENT + "%-9s  %-" + width + "s  %s", m.what(), m.key(), m.page())
                        .stripTrailing()));
        more("candidates", candidates);
        more("rivals", rivals);
    }

    private Mention mention(String what, EntityKey entity, String id) {
        return new Mention(what, ForTerminal.of(entity.record(id).toString()), ForTerminal.of(page(entity, id)));
    }

    private void more(String what, Collection<String> ids) {
        if (ids.size() > MOST) {
            session.line(INDENT + "more " + what + " than these " + MOST);
        }
    }

    private static List<String> first(Collection<String> ids) {
        return ids.stream().limit(MOST).toList();
    }

    private String page(EntityKey entity, String id) {
        return app.systems().page(entity, id).orElse("");
    }

    private void compare(Waiting.Unlinked one, Set<String> candidates, Set<String> rivals) {
        if (values) {
            one.snapshot()
                    .get()
                    .map(seen -> new Comparison(
                            flow,
                            seen,
                            snapshots(flow.target(), first(candidates)),
                            snapshots(flow.source(), first(rivals))))
                    .ifPresent(comparison ->
                            SideBySide.fitted(comparison.lines()).forEach(line -> session.line(INDENT + line)));
        }
    }

    private Map<String, Snapshot> snapshots(EntityKey entity, List<String> ids) {
        Map<String, Snapshot> inOrder = new LinkedHashMap<>();
        Map<String, Snapshot> found = app.engine().feeds().snapshots(entity, ids);
        ids.stream().filter(found::containsKey).forEach(id -> inOrder.put(id, found.get(id)));
        return inOrder;
    }
}
