package io.tandem.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.system.call.Tries;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * The network between Tandem and one model system, with its faults: does for the calls what {@code systems.camel.yaml}
 * does (pace, limits, tries), in virtual time.
 */
final class Wire implements Processor {

    private static final int TRIES_AFTER_429 = 6;
    private static final int TRIES_IN_TROUBLE = 3;

    private static final ModelServer.Reply NOTHING_DONE = new ModelServer.Reply(204, Map.of(), null);

    private final ModelServer server;
    private final World world;
    private final Tries tries = new Tries();
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private long closedUntil;
    private boolean down;
    private final Set<Written> beingWritten = new HashSet<>();

    /** What a process writes now: one that was overtaken doesn't know what the other one does. */
    private record Written(Tandem process, String record) {
        @Override
        public String toString() {
            return record;
        }
    }

    Wire(ModelServer server, World world) {
        this.server = server;
        this.world = world;
    }

    void down(boolean on) {
        down = on;
    }

    /** A process that starts again doesn't know what the one before it heard. */
    void forgetWhatWasTold() {
        closedUntil = 0;
        beingWritten.clear();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        int waited = 0;
        int failed = 0;
        while (true) {
            world.bean("awaitBudget").process(exchange);
            try {
                attempt(exchange);
                world.bean("closeWhenUsedUp").process(exchange);
                return;
            } catch (IOException | HttpOperationFailedException e) {
                exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
                if (tries.tooManyRequests(exchange)) {
                    if (waited++ == TRIES_AFTER_429) {
                        throw e;
                    }
                    world.bean("closeOnRetryAfter").process(exchange);
                } else if (tries.repeatable(exchange) && failed < TRIES_IN_TROUBLE) {
                    world.clock().pass(Duration.ofMillis(500L * (1L << failed++)));
                } else {
                    throw e;
                }
            }
        }
    }

    private void attempt(Exchange exchange) throws IOException, HttpOperationFailedException {
        ModelServer.Request request = request(exchange);
        String what = request.method() + " " + server.name() + request.path();
        boolean write = !request.method().equals("GET");
        CrashPoints.Kind kind = write ? CrashPoints.Kind.WRITE : CrashPoints.Kind.CALL;
        note();
        Set<Written> records = write ? records(request) : Set.of();
        if (!Collections.disjoint(beingWritten, records)) {
            world.journal().offence("two workers write at the same time: " + what + " " + records);
        }
        beingWritten.addAll(records);
        try {
            attempt(exchange, request, kind, what);
        } finally {
            beingWritten.removeAll(records);
        }
    }

    /** The records that a request changes. */
    private Set<Written> records(ModelServer.Request request) {
        String[] parts = request.path().substring(1).split("/");
        Set<Written> records = new HashSet<>();
        if (parts.length > 1 && parts[1].matches("\\d+")) {
            records.add(new Written(world.process(), parts[0] + "/" + parts[1]));
        }
        request.body().path("operations").forEach(operation -> {
            if (operation.has("id")) {
                records.add(new Written(
                        world.process(), parts[0] + "/" + operation.path("id").asText()));
            }
        });
        return records;
    }

    private void attempt(Exchange exchange, ModelServer.Request request, CrashPoints.Kind kind, String what)
            throws IOException, HttpOperationFailedException {
        boolean write = kind == CrashPoints.Kind.WRITE;
        world.points().at(kind, "before " + what);
        world.clock().pass(Duration.ofMillis(world.chance().between(5, 60)));
        if (!write || !server.dialect().condition().equals("read")) {
            world.peopleMayAct(request.path().endsWith("/many"));
        }
        int luck = down ? 0 : world.chance().between(1, 100);
        int trouble = world.troublePercent();
        if (down || luck <= trouble / 5) {
            world.journal().tell("unreachable: " + what);
            throw new IOException("connection refused");
        }
        if (luck <= 2 * trouble / 5) {
            boolean told = world.chance().in100(50);
            int seconds = world.chance().between(1, 20);
            closedUntil = told ? world.clock().now() + seconds * 1000L : 0;
            world.journal().tell("429: " + what);
            throw refused(429, told ? Map.of("Retry-After", String.valueOf(seconds)) : Map.of());
        }
        if (luck <= 3 * trouble / 5) {
            world.journal().tell("500 before: " + what);
            throw refused(500, Map.of());
        }
        if (write && world.chance().in100(trouble / 5)) {
            server.answer(server.firstOf(request));
            world.journal().tell("500 half way: " + what);
            throw refused(500, Map.of());
        }
        boolean ignored = write && world.chance().in100(trouble / 5);
        if (ignored) {
            world.journal().tell("204, and nothing done: " + what);
            server.ignored(request);
        }
        ModelServer.Reply reply = ignored ? NOTHING_DONE : server.answer(request);
        world.points().at(kind, "after the remote commit of " + what);
        if (reply.status() >= 500) {
            throw refused(reply.status(), Map.of());
        }
        if (luck <= 4 * trouble / 5) {
            world.journal().tell("500 after: " + what);
            throw refused(500, Map.of());
        }
        if (luck <= trouble) {
            world.journal().tell("cut after: " + what);
            world.clock().pass(Duration.ofSeconds(world.chance().in100(50) ? 60 : 1));
            throw new IOException("timed out");
        }
        world.points().at(kind, "after the answer to " + what);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        reply.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage()
                .setBody(
                        reply.body() == null
                                ? MissingNode.getInstance()
                                : world.ids().answered(entity(request.path()), copy(reply.body())));
    }

    /** A clock that is set ahead makes all that was used look older than it is: a budget may be used once more, then 429 paces. */
    void clockIsSet() {
        lastMinute.clear();
    }

    /** Whether a budget and a Retry-After are kept: no system should have to see this. */
    private void note() {
        long now = world.clock().now();
        if (now < closedUntil) {
            world.journal().offence("called " + server.name() + " although told to wait");
        }
        while (!lastMinute.isEmpty() && lastMinute.peekFirst() <= now - 60_000) {
            lastMinute.removeFirst();
        }
        lastMinute.addLast(now);
        if (lastMinute.size() > server.dialect().perMinute()) {
            world.journal().offence(server.name() + " was called " + lastMinute.size() + " times in a minute");
        }
    }

    private static HttpOperationFailedException refused(int status, Map<String, String> headers) {
        return new HttpOperationFailedException("model", status, "", null, headers, "{}");
    }

    /** As the model understands it: its ids are counted. */
    private ModelServer.Request request(Exchange exchange) {
        String uri = exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class);
        String path = uri.substring(("http://" + server.name() + ".example").length());
        EntityKey entity = entity(path);
        String raw = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                int equals = part.indexOf('=');
                String name = part.substring(0, equals);
                String value = decoded(part.substring(equals + 1));
                boolean ofRecords = name.equals("ids") || name.equals("refs");
                query.put(name, ofRecords ? world.ids().countedList(entity, name, value) : value);
            }
        }
        JsonNode body =
                exchange.getMessage().getBody() instanceof JsonNode json ? copy(json) : MissingNode.getInstance();
        String counted = Arrays.stream(path.split("/"))
                .map(segment -> world.ids().countedId(entity, decoded(segment.replace("+", "%2B"))))
                .collect(Collectors.joining("/"));
        return new ModelServer.Request(
                exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class),
                counted,
                query,
                world.ids().asked(entity, body));
    }

    private EntityKey entity(String path) {
        return new EntityKey(server.name(), path.split("/")[1]);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode copy(JsonNode json) {
        try {
            return Json.MAPPER.readTree(Json.text(json));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
