package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Blanks;
import io.tandem.record.Fingerprint;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which keys a record has for the match rows of one flow (rule 2): trimmed, emails without case, an empty part, or
 * one whose conditions don't hold, makes no key, and only live records have any.
 *
 * @param emails positions (alternative, pair) that hold emails on either side: those compare without case
 */
public record KeyRule(Flow flow, Side side, List<List<Boolean>> emails) {

    private static final int LONGEST_KEY = 300;
    private static final String BETWEEN_PARTS = "\u001f";

    /** A key of one alternative, 0 for the first. */
    public record Key(int alternative, String text) {

        /** As a record has it, but written out: Java makes that code when it first runs, in some hundredths of a second. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && alternative == key.alternative && text.equals(key.text);
        }

        @Override
        public int hashCode() {
            return 31 * alternative + text.hashCode();
        }
    }

    /** A fingerprint of what decides which keys a record has. */
    public String fingerprint() {
        return Fingerprint.of(FlowForm.of(this));
    }

    public List<Key> keys(SyncRecord record) {
        if (!record.live() || !flow.takesPart(side, record.values())) {
            return List.of();
        }
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < flow.match().size(); i++) {
            int alternative = i;
            key(i, record.values()).ifPresent(text -> keys.add(new Key(alternative, text)));
        }
        return keys;
    }

    private Optional<String> key(int alternative, Values values) {
        List<MatchPair> pairs = flow.match().get(alternative);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            JsonNode value = values.get(pairs.get(i).property(side));
            boolean applies = pairs.get(i).when().stream()
                    .filter(one -> one.side() == side)
                    .allMatch(one -> one.holds(values));
            if (!applies || Values.isEmpty(value)) {
                return Optional.empty();
            }
            String text = Blanks.strip(Values.text(value));
            if (text.isEmpty()) {
                return Optional.empty();
            }
            parts.add(emails.get(alternative).get(i) ? Blanks.foldEmail(text) : text);
        }
        return Optional.of(bounded(String.join(BETWEEN_PARTS, parts)));
    }

    /** PostgreSQL keeps no U+0000 in a text. */
    private static String bounded(String key) {
        return key.length() <= LONGEST_KEY && key.indexOf('\u0000') < 0 ? key : "sha256:" + Fingerprint.of(key);
    }
}
