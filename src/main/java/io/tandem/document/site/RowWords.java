package io.tandem.document.site;

import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Row;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a row does, in plain words. */
final class RowWords {

    private RowWords() {}

    static String type(Row row) {
        return row.type().name().equals("NONE") ? "as it is" : row.type().name().toLowerCase(Locale.ROOT);
    }

    /** How values go, and only what isn't usual. */
    static Line how(Row row) {
        List<String> words = new ArrayList<>();
        words.add(
                switch (row.direction()) {
                    case BOTH -> "both ways";
                    case FORWARD -> "only from source to target";
                    case BACKWARD -> "only from target to source";
                });
        if (row.constant() != null) {
            words.set(0, "always `" + Values.text(row.constant()) + "`");
        }
        if (!row.when().isEmpty()) {
            words.add("only while "
                    + row.when().stream().map(condition -> "the " + condition).collect(Collectors.joining(" and ")));
        }
        if (row.reference() != null) {
            words.add("an id: a record of `" + row.reference().source() + "` becomes the record of `"
                    + row.reference().target() + "` that it is linked with");
        }
        if (!row.values().isEmpty()) {
            words.add(row.values().entrySet().stream()
                    .map(entry -> "`" + entry.getKey() + "` is `" + Values.text(entry.getValue()) + "`")
                    .collect(Collectors.joining(", ")));
        }
        if (!row.documented()) {
            words.add("the site's own row");
        }
        return Line.of(String.join("; ", words));
    }

    static String conflict(ConflictPolicy policy) {
        return switch (policy) {
            case LATEST -> "the later edit wins";
            case SOURCE -> "the source wins";
            case TARGET -> "the target wins";
            case MANUAL -> "a person decides: `tandem conflicts`";
        };
    }

    static String firstMerge(FirstMergePolicy policy) {
        return switch (policy) {
            case LATEST -> "an empty value is filled; of two different ones the later record's wins";
            case SOURCE -> "an empty value is filled; of two different ones the source's wins";
            case TARGET -> "an empty value is filled; of two different ones the target's wins";
            case FILL -> "an empty value is filled; two different ones are left to a person";
            case MANUAL -> "every difference is left to a person";
        };
    }
}
