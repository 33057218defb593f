package io.tandem.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Incremental exports: by cursor, and by time, where a page ends only where a second ends. */
final class ZendeskExports {

    static final String ELSEWHERE = "https://another-host.example.com";
    private static final Duration LEFT_OUT = Duration.ofMinutes(1);

    private final ZendeskSim zendesk;
    private volatile boolean lastMinuteHidden;

    ZendeskExports(ZendeskSim zendesk) {
        this.zendesk = zendesk;
    }

    void hideLastMinute(boolean hidden) {
        lastMinuteHidden = hidden;
    }

    Http.Reply answer(String what, Http.Request request) {
        long start = Long.parseLong(request.query().getOrDefault("start_time", "0"));
        if (start > zendesk.now().getEpochSecond() - 60) {
            return ZendeskSim.error(422, "InvalidValue", "start_time must be more than a minute in the past");
        }
        int size = request.number("per_page", 1000);
        return switch (what) {
            case "users/cursor.json" -> byCursor("users", request, size);
            case "tickets/cursor.json" -> byCursor("tickets", request, size);
            case "organizations.json" -> byTime("organizations", "organizations", start, size);
            case "ticket_events.json" -> byTime("events", "ticket_events", start, size);
            default -> ZendeskSim.error(404, "InvalidEndpoint", "Not found");
        };
    }

    /** The latest change that an export shows. */
    private Instant end(String kind) {
        return lastMinuteHidden && !kind.equals("users") && !kind.equals("organizations")
                ? zendesk.now().minus(LEFT_OUT)
                : Instant.MAX;
    }

    private Http.Reply byCursor(String kind, Http.Request request, int size) {
        String cursor = request.query().get("cursor");
        long after = cursor == null
                ? 0
                : Long.parseLong(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        Instant start = Instant.ofEpochSecond(Long.parseLong(request.query().getOrDefault("start_time", "0")));
        Instant end = end(kind);
        List<Table.Row> rows = zendesk.tables
                .get(kind)
                .after(after, size + 1, updated -> !updated.isBefore(start) && !updated.isAfter(end));
        boolean more = rows.size() > size;
        List<Table.Row> page = more ? rows.subList(0, size) : rows;
        long last = page.isEmpty() ? after : page.get(page.size() - 1).sequence();
        String next = Base64.getUrlEncoder().encodeToString(String.valueOf(last).getBytes(StandardCharsets.UTF_8));
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode records = body.putArray(kind);
        page.forEach(row -> records.add(ZendeskSim.shown(row.json())));
        return Http.Reply.json(
                200,
                body.put("after_cursor", next)
                        .put("after_url", ELSEWHERE + request.path() + "?cursor=" + next)
                        .put("end_of_stream", !more));
    }

    /** A page ends only where the second ends. */
    private Http.Reply byTime(String kind, String name, long start, int size) {
        Table table = zendesk.tables.get(kind);
        Instant latest = end(kind);
        List<String> all = table.since(Instant.ofEpochSecond(start)).stream()
                .filter(id -> !table.updated(id).isAfter(latest))
                .toList();
        List<String> page = new ArrayList<>(all.subList(0, Math.min(size, all.size())));
        while (!page.isEmpty()
                && page.size() < all.size()
                && table.updated(all.get(page.size())).equals(table.updated(page.get(page.size() - 1)))) {
            page.add(all.get(page.size()));
        }
        long end = page.isEmpty()
                ? start
                : table.updated(page.get(page.size() - 1)).getEpochSecond();
        ObjectNode body = Table.JSON.createObjectNode();
        ArrayNode records = body.putArray(name);
        page.forEach(
                id -> records.add(ZendeskSim.shown(table.seen(id).orElseThrow().json())));
        return Http.Reply.json(
                200,
                body.put("end_time", end)
                        .put("count", page.size())
                        .put("next_page", ELSEWHERE + "/api/v2/incremental/" + name + ".json?start_time=" + end)
                        .put("end_of_stream", page.size() == all.size()));
    }
}
