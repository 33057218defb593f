package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;

/**
 * The route that one writes first: a page of tickets, split, and for each ticket that is not yet known a look-up and a
 * write. Keeps the ids that are done in a file. Prints the seconds that it took.
 */
final class PlainRoute extends RouteBuilder {

    private final String address;
    private final int most;
    private final java.io.File known;
    private final AtomicInteger started = new AtomicInteger();

    private PlainRoute(String address, int most, java.io.File known) {
        this.address = address;
        this.most = most;
        this.known = known;
    }

    /** Arguments: address, how many tickets at most, the file of ids that are done. */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure()
                .addRoutesBuilder(new PlainRoute(args[0], Integer.parseInt(args[1]), new java.io.File(args[2])));
        main.start();
        long began = System.nanoTime();
        main.getCamelTemplate().requestBody("direct:pages", "");
        System.out.println("seconds " + (System.nanoTime() - began) / 1e9);
        main.shutdown();
    }

    @Override
    public void configure() {
        from("direct:pages")
                .setProperty("query", constant("start_time=0"))
                .setProperty("more", constant(true))
                .loopDoWhile(exchangeProperty("more"))
                .setHeader(Exchange.HTTP_METHOD, constant("GET"))
                .setHeader(Exchange.HTTP_QUERY, simple("per_page=1000&${exchangeProperty.query}"))
                .setHeader(Exchange.HTTP_PATH, constant("/api/v2/incremental/tickets/cursor.json"))
                .to(address)
                .unmarshal()
                .json(JsonNode.class)
                .process(this::nextPage)
                .split(body())
                .filter(exchange -> started.incrementAndGet() <= most)
                .to("direct:ticket")
                .end()
                .end()
                .end();
        from("direct:ticket")
                .idempotentConsumer(
                        simple("${body[id]}"),
                        FileIdempotentRepository.fileIdempotentRepository(known, 1_000_000, 1L << 30))
                .setProperty("ticket", body())
                .setHeader(Exchange.HTTP_METHOD, constant("GET"))
                .setHeader(Exchange.HTTP_PATH, constant("/api/v1/projects"))
                .setHeader(Exchange.HTTP_QUERY, simple("external_refs=zendesk/tickets/${body[id]}"))
                .to(address)
                .unmarshal()
                .json(JsonNode.class)
                .process(PlainRoute::project)
                .marshal()
                .json()
                .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                .removeHeader(Exchange.HTTP_QUERY)
                .setHeader(Exchange.HTTP_PATH, constant("/api/v1/projects/batch"))
                .to(address)
                .end();
    }

    private void nextPage(Exchange exchange) {
        JsonNode page = exchange.getMessage().getBody(JsonNode.class);
        exchange.setProperty("query", "cursor=" + page.path("after_cursor").asText());
        exchange.setProperty(
                "more",
                !page.path("end_of_stream").asBoolean()
                        && started.get() + page.path("tickets").size() < most);
        exchange.getMessage().setBody(RecordList.JSON.convertValue(page.path("tickets"), java.util.List.class));
    }

    private static void project(Exchange exchange) {
        JsonNode found = exchange.getMessage().getBody(JsonNode.class).path("items");
        java.util.Map<?, ?> ticket = exchange.getProperty("ticket", java.util.Map.class);
        ObjectNode body = RecordList.JSON.createObjectNode();
        ObjectNode operation = body.putArray("operations").addObject();
        ObjectNode record;
        if (found.isEmpty()) {
            record = operation.put("op", "create").putObject("record");
            record.put("external_ref", "zendesk/tickets/" + ticket.get("id"));
        } else {
            record = operation
                    .put("op", "update")
                    .put("id", found.get(0).path("id").longValue())
                    .putObject("record");
        }
        record.put("name", String.valueOf(ticket.get("subject")))
                .put("description", String.valueOf(ticket.get("description")));
        exchange.getMessage().setBody(body);
    }
}
