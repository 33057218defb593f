package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of SOQL that the simulator understands; all else is malformed, never ignored.
 *
 * @param since the oldest stamp wanted
 * @param ids the ids wanted, of 15 or 18 characters; empty for all
 * @param order the fields of ORDER BY
 */
record Soql(String object, List<String> fields, Instant since, Set<String> ids, List<String> order) {

    private static final Pattern QUERY = Pattern.compile(
            "SELECT ([\\w, ]+?) FROM (\\w+)(?: WHERE (.+?))?(?: ORDER BY ([\\w, ]+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SINCE =
            Pattern.compile("SystemModstamp >= (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z)");
    private static final Pattern IDS =
            Pattern.compile("Id IN \\(((?:'\\w{15,18}'(?:, ?)?)+)\\)", Pattern.CASE_INSENSITIVE);

    /** The query, or null if it is malformed. */
    static Soql parsed(String text) {
        Matcher query = QUERY.matcher(text.strip());
        if (!query.matches()) {
            return null;
        }
        Instant since = Instant.EPOCH;
        Set<String> ids = Set.of();
        String[] conditions = query.group(3) == null
                ? new String[0]
                : Pattern.compile(" AND ", Pattern.CASE_INSENSITIVE)
                        .split(query.group(3).strip());
        for (String condition : conditions) {
            Matcher stamp = SINCE.matcher(condition);
            Matcher in = IDS.matcher(condition);
            if (stamp.matches()) {
                since = Instant.parse(stamp.group(1));
            } else if (in.matches()) {
                ids = Set.copyOf(names(in.group(1).replace("'", "")));
            } else {
                return null;
            }
        }
        return new Soql(query.group(2), names(query.group(1)), since, ids, names(query.group(4)));
    }

    private static List<String> names(String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(",")).map(String::strip).distinct().toList();
    }

    /** The fields that it selects or orders by. */
    List<String> allFields() {
        return Stream.concat(fields.stream(), order.stream()).toList();
    }

    /** What it finds: by stamp, then id, as ORDER BY asks here; without ORDER BY by id. */
    List<Table.Row> rows(Table table) {
        Stream<String> found = table.since(since).stream().filter(this::wanted);
        return (order.isEmpty() || order.get(0).equals("Id") ? found.sorted() : found)
                .flatMap(id -> table.seen(id).stream())
                .toList();
    }

    private boolean wanted(String id) {
        return ids.isEmpty() || ids.contains(id) || ids.contains(id.substring(0, Math.min(15, id.length())));
    }

    /** The fields of a record that it asks for. */
    ObjectNode selected(ObjectNode record) {
        ObjectNode row = Table.JSON.createObjectNode();
        row.putObject("attributes")
                .put("type", object)
                .put(
                        "url",
                        "/services/data/v62.0/sobjects/" + object + "/"
                                + record.path("Id").asText());
        fields.forEach(field -> row.set(field, record.get(field)));
        return row;
    }
}
