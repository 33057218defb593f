package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * As fast as it gets without doing anything else: the same pages read, the same batches posted, one call after the other,
 * nothing stored. Prints the seconds that the calls took.
 */
final class LimitLoop {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    private LimitLoop(String address) {
        this.address = address;
    }

    /** Arguments: address, then {@code tickets}, {@code users} or {@code read}, which reads tickets and projects. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LimitLoop loop = new LimitLoop(args[0]);
        long began = System.nanoTime();
        switch (args[1]) {
            case "tickets" -> {
                loop.export("tickets", true);
                loop.projects();
            }
            case "read" -> {
                loop.export("tickets", false);
                loop.projects();
            }
            default -> loop.people();
        }
        System.out.println("seconds " + (System.nanoTime() - began) / 1e9);
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        while (answer.statusCode() == 429) {
            long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(1);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
        if (answer.statusCode() >= 300) {
            throw new IOException("HTTP " + answer.statusCode() + " of " + answer.uri());
        }
        return RecordList.JSON.readTree(answer.body());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return ask(HttpRequest.newBuilder(URI.create(address + path)));
    }

    private void export(String what, boolean creates) throws IOException, InterruptedException {
        String query = "start_time=0";
        boolean more = true;
        while (more) {
            JsonNode page = get("/api/v2/incremental/" + what + "/cursor.json?per_page=1000&" + query);
            if (creates) {
                create(page.path("tickets"));
            }
            query = "cursor=" + page.path("after_cursor").asText();
            more = !page.path("end_of_stream").asBoolean();
        }
    }

    private void create(JsonNode tickets) throws IOException, InterruptedException {
        List<JsonNode> some = new ArrayList<>();
        for (JsonNode ticket : tickets) {
            some.add(ticket);
            if (some.size() == 200) {
                post(some);
            }
        }
        post(some);
    }

    private void post(List<JsonNode> tickets) throws IOException, InterruptedException {
        if (tickets.isEmpty()) {
            return;
        }
        ObjectNode body = RecordList.JSON.createObjectNode();
        ArrayNode operations = body.putArray("operations");
        for (JsonNode ticket : tickets) {
            operations
                    .addObject()
                    .put("op", "create")
                    .put("idempotency_key", "key-" + ticket.path("id").asText())
                    .putObject("record")
                    .put("external_ref", "zendesk/tickets/" + ticket.path("id").asText())
                    .put("name", ticket.path("subject").asText())
                    .put("description", ticket.path("description").asText());
        }
        ask(HttpRequest.newBuilder(URI.create(address + "/api/v1/projects/batch"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(RecordList.bytes(body))));
        tickets.clear();
    }

    private void projects() throws IOException, InterruptedException {
        String query = "limit=500";
        while (query != null) {
            JsonNode page = get("/api/v1/projects?" + query);
            query = page.path("next_cursor").isNull()
                    ? null
                    : "limit=500&cursor=" + page.path("next_cursor").asText();
        }
    }

    private void people() throws IOException, InterruptedException {
        export("users", false);
        int skip = 0;
        int total = 1;
        while (skip < total) {
            JsonNode page = get("/PartyContactPerson/?$orderby=Id&$top=1000&$skip=" + skip);
            skip += page.path("data").size();
            total = page.path("count").asInt();
        }
        int number = 0;
        JsonNode customers;
        do {
            customers = get("/v2/Customers?OrderBy=Id&PageSize=5000&PageNumber=" + ++number);
        } while (customers.size() > 0);
    }
}
