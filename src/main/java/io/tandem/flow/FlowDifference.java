package io.tandem.flow;

import io.tandem.record.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How two versions of a flow's file differ, in plain words. Pure. */
public final class FlowDifference {

    private FlowDifference() {}

    /** @return empty if a sync would treat its records alike */
    public static List<String> of(Flow before, Flow now) {
        List<String> words = new ArrayList<>();
        Map<String, Row> old = byId(before);
        Map<String, Row> rows = byId(now);
        rows.forEach((id, row) -> {
            if (!old.containsKey(id)) {
                words.add(id + " is new");
            } else if (!old.get(id).equals(row)) {
                words.add(id + " changed");
            }
        });
        old.keySet().stream()
                .filter(id -> !rows.containsKey(id))
                .forEach(id -> words.add(id + " is gone; its values stay as they are"));
        note(words, "match changed; links that exist stay", before.match(), now.match());
        note(words, "link is " + word(now.link()) + ", was " + word(before.link()), before.link(), now.link());
        note(
                words,
                "deletes is " + word(now.deletes()) + ", was " + word(before.deletes()),
                before.deletes(),
                now.deletes());
        note(words, "where changed", before.where(), now.where());
        note(words, "target_where changed", before.targetWhere(), now.targetWhere());
        return words;
    }

    private static Map<String, Row> byId(Flow flow) {
        Map<String, Row> rows = new TreeMap<>();
        flow.rows().forEach(row -> rows.put(row.id(), row));
        return rows;
    }

    private static void note(List<String> words, String what, Object before, Object now) {
        if (!before.equals(now)) {
            words.add(what);
        }
    }

    private static String word(Enum<?> choice) {
        return Word.of(choice);
    }
}
