package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Zendesk's exports, bulk reads and bulk changes of tickets and users. A bulk change is done before its job is asked for. */
final class Zendesk implements FastServers.Api {

    static final long FIRST_ID = 1_000_000;
    private static final Instant BEGINNING = Instant.parse("2024-01-01T00:00:00Z");
    private static final int ORGANIZATIONS = 100;

    private final RecordList tickets = new RecordList();
    private final RecordList users = new RecordList();
    private final ConcurrentHashMap<String, ObjectNode> jobs = new ConcurrentHashMap<>();
    private final AtomicLong lastJob = new AtomicLong();

    void fill(int ticketCount, int userCount) {
        for (int i = 0; i < ticketCount; i++) {
            Instant at = BEGINNING.plusSeconds(i);
            tickets.put(FIRST_ID + i, at.toEpochMilli(), ticket(FIRST_ID + i, at));
        }
        for (int i = 0; i < userCount; i++) {
            Instant at = BEGINNING.plusSeconds(i);
            users.put(FIRST_ID + i, at.toEpochMilli(), user(i, at));
        }
    }

    private static ObjectNode ticket(long id, Instant at) {
        ObjectNode ticket = RecordList.JSON.createObjectNode();
        ticket.put("id", id)
                .put("url", "https://example.zendesk.com/api/v2/tickets/" + id + ".json")
                .putNull("external_id")
                .put("type", "problem")
                .put("subject", "The printer on floor " + id % 17 + " is out of paper (" + id + ")")
                .put("raw_subject", "The printer on floor " + id % 17 + " is out of paper (" + id + ")")
                .put(
                        "description",
                        "Since this morning nothing comes out of it, and the light blinks. We have tried to turn it"
                                + " off and on again. Number " + id + ", please call us back before noon.")
                .put("priority", id % 3 == 0 ? "high" : "normal")
                .put("status", "open")
                .putNull("recipient")
                .put("requester_id", 20_978_392 + id % 5_000)
                .put("submitter_id", 76_872 + id % 100)
                .put("assignee_id", 235_323 + id % 50)
                .put("organization_id", 509_974 + id % ORGANIZATIONS)
                .put("group_id", 98_738 + id % 10)
                .put("has_incidents", false)
                .put("is_public", true)
                .putNull("due_at");
        ticket.putArray("tags").add("enterprise").add("printer");
        ticket.putArray("custom_fields").addObject().put("id", 27_642).put("value", "745");
        ticket.putObject("via").put("channel", "web").putObject("source").putNull("rel");
        return stamped(ticket.put("created_at", text(at)), at);
    }

    private static ObjectNode user(int number, Instant at) {
        ObjectNode user = RecordList.JSON.createObjectNode();
        user.put("id", FIRST_ID + number)
                .put("url", "https://example.zendesk.com/api/v2/users/" + (FIRST_ID + number) + ".json")
                .put("name", "Person Number " + number)
                .put("email", email(number))
                .put("created_at", text(at))
                .put("time_zone", "Copenhagen")
                .put("phone", "+45 33 " + number)
                .put("locale", "en-US")
                .put("organization_id", 509_974 + number % ORGANIZATIONS)
                .put("role", "end-user")
                .put("verified", true)
                .put("active", true)
                .put("suspended", false)
                .put("notes", "met at the fair of " + (2000 + number % 25));
        user.putArray("tags").add("customer");
        return stamped(user, at);
    }

    static String email(int number) {
        return "person." + number + "@customer" + number % ORGANIZATIONS + ".example.com";
    }

    private static ObjectNode stamped(ObjectNode record, Instant at) {
        return record.put("updated_at", text(at)).put("generated_timestamp", at.getEpochSecond());
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Changes the subject of every {@code each}th ticket, as a person does. */
    void edit(int each) {
        for (long id = FIRST_ID; id < FIRST_ID + tickets.size(); id += each) {
            change(
                    tickets,
                    id,
                    RecordList.JSON.createObjectNode().put("subject", "Paper is back again, once more " + id));
        }
    }

    /** Changes the subject of one ticket; each number another one, until all have had their turn. */
    void rename(long number, String subject) {
        change(
                tickets,
                FIRST_ID + number % tickets.size(),
                RecordList.JSON.createObjectNode().put("subject", subject));
    }

    private static ObjectNode change(RecordList shelf, long id, ObjectNode changes) {
        ObjectNode record = shelf.copy(id);
        Instant now = Instant.now();
        record.setAll(changes);
        shelf.put(id, now.toEpochMilli(), stamped(record, now));
        return record;
    }

    @Override
    public FastServers.Reply answer(FastServers.Request request) throws IOException {
        String path = request.path();
        if (!path.startsWith("/api/v2/")) {
            return null;
        }
        String rest = path.substring("/api/v2/".length());
        if (rest.startsWith("job_statuses/")) {
            return FastServers.Reply.of(
                    jobs.get(rest.substring("job_statuses/".length()).replace(".json", "")));
        }
        String name = rest.contains("tickets") ? "tickets" : "users";
        RecordList shelf = name.equals("tickets") ? tickets : users;
        if (rest.startsWith("incremental/")) {
            return export(shelf, name, request);
        } else if (rest.endsWith("show_many.json")) {
            List<Long> ids = Arrays.stream(request.query().get("ids").split(","))
                    .map(Long::valueOf)
                    .toList();
            return FastServers.list("{\"" + name + "\":[", shelf.of(ids), "]}");
        } else if (rest.endsWith("update_many.json")) {
            return job(shelf, name, RecordList.JSON.readTree(request.body()).path(name));
        }
        return null;
    }

    private static FastServers.Reply export(RecordList shelf, String name, FastServers.Request request) {
        String cursor = request.query().get("cursor");
        int from = cursor == null ? shelf.since(request.number("start_time", 0) * 1_000L) : Integer.parseInt(cursor);
        RecordList.Page page = shelf.page(from, request.number("per_page", 1_000));
        return FastServers.list(
                "{\"" + name + "\":[",
                page.records(),
                "],\"after_cursor\":\"" + page.next() + "\",\"end_of_stream\":" + !page.more() + "}");
    }

    private FastServers.Reply job(RecordList shelf, String name, JsonNode items) {
        String id = Long.toString(lastJob.incrementAndGet());
        ObjectNode done = RecordList.JSON.createObjectNode();
        ObjectNode status = done.putObject("job_status").put("id", id).put("status", "completed");
        ArrayNode results = status.putArray("results");
        int index = 0;
        for (JsonNode item : items) {
            ObjectNode changes = ((ObjectNode) item.deepCopy()).without(List.of("safe_update", "updated_stamp"));
            change(shelf, item.path("id").longValue(), changes);
            results.addObject()
                    .put("id", item.path("id").longValue())
                    .put("index", index++)
                    .put("action", "update")
                    .put("success", true)
                    .put("status", "Updated");
        }
        jobs.put(id, done);
        ObjectNode queued = RecordList.JSON.createObjectNode();
        queued.putObject("job_status").put("id", id).put("status", "queued");
        return FastServers.Reply.of(queued);
    }
}
