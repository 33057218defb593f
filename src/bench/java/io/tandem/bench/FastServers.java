package io.tandem.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Fast servers that speak as much of the APIs as the scenarios need, from memory, in a process of their own: what is
 * measured must not wait for them. Prints its port. {@code GET /bench/counts} answers how often and how much was asked.
 */
final class FastServers {

    /** An answer. */
    record Reply(int status, byte[] body) {
        static Reply of(ObjectNode body) {
            return new Reply(200, RecordList.bytes(body));
        }
    }

    /** A request; {@code path} without its query. */
    record Request(String method, String path, Map<String, String> query, byte[] body) {
        int number(String name, int otherwise) {
            String text = query.get(name);
            return text == null ? otherwise : Integer.parseInt(text);
        }
    }

    /** One of the APIs. */
    interface Api {
        /** @return null if this is no call of it */
        Reply answer(Request request) throws IOException;
    }

    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private final long latencyNanos;
    private final List<Api> apis;
    private final int mostEachSecond;
    private final AtomicLong refused = new AtomicLong();
    private final Edits edits = new Edits();
    private final Zendesk zendesk = new Zendesk();
    private final CustomPms customPms = new CustomPms(edits);
    private final PowerOffice powerOffice = new PowerOffice();
    private long second;
    private int inSecond;

    private FastServers(long latencyMillis, int mostEachSecond) {
        this.mostEachSecond = mostEachSecond;
        this.latencyNanos = TimeUnit.MILLISECONDS.toNanos(latencyMillis);
        this.apis = List.of(zendesk, customPms, powerOffice);
    }

    /** Arguments: tickets, users, milliseconds before each answer, and CustomPMS' calls each second, 0 without limit. */
    public static void main(String[] args) throws IOException {
        FastServers servers = new FastServers(Long.parseLong(args[2]), Integer.parseInt(args[3]));
        servers.zendesk.fill(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        servers.powerOffice.fill(Integer.parseInt(args[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newFixedThreadPool(64));
        server.createContext("/", servers::serve);
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
        // ends with the process that started it
        while (System.in.read() >= 0) {
            continue;
        }
        server.stop(0);
        System.exit(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            Request request = new Request(exchange.getRequestMethod(), path, query, body);
            if (path.startsWith("/bench/")) {
                send(exchange, control(request));
                return;
            }
            if (isTooMany(path)) {
                refused.incrementAndGet();
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, new Reply(429, "{}".getBytes(StandardCharsets.UTF_8)));
                return;
            }
            boolean signIn = path.equals("/OAuth/Token");
            if (!signIn) {
                (request.method().equals("GET") ? reads : writes).incrementAndGet();
            }
            LockSupport.parkNanos(latencyNanos);
            Reply reply = answer(request);
            bytesIn.addAndGet(body.length);
            bytesOut.addAndGet(reply.body().length);
            send(exchange, reply);
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        }
    }

    /** As most limits work: so many calls in each second of the clock. */
    private synchronized boolean isTooMany(String path) {
        if (mostEachSecond == 0 || !path.startsWith(CustomPms.BASE)) {
            return false;
        }
        long now = System.currentTimeMillis() / 1_000;
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        return inSecond > mostEachSecond;
    }

    private Reply answer(Request request) throws IOException {
        for (Api api : apis) {
            Reply reply = api.answer(request);
            if (reply != null) {
                return reply;
            }
        }
        System.err.println("no such call: " + request.method() + " " + request.path());
        return new Reply(404, "{\"error\":\"no such call\"}".getBytes(StandardCharsets.UTF_8));
    }

    private Reply control(Request request) {
        ObjectNode answer = RecordList.JSON.createObjectNode();
        if (request.path().equals("/bench/edit")) {
            int each = request.number("each", 100);
            zendesk.edit(each);
            customPms.edit(each);
        }
        if (request.path().equals("/bench/edits")) {
            return Reply.of(edits.run(zendesk, request.number("rate", 1), request.number("seconds", 1)));
        }
        if (request.path().equals("/bench/forget")) {
            customPms.forget();
        }
        answer.put("reads", reads.get()).put("writes", writes.get()).put("refused", refused.get());
        answer.put("in", bytesIn.get()).put("out", bytesOut.get());
        answer.put("projects", customPms.size());
        return Reply.of(answer);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        if (reply.body().length > 0) {
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                int equals = part.indexOf('=');
                query.put(
                        URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    /** {@code before} + records with commas between + {@code after}. */
    static Reply list(String before, List<byte[]> records, String after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(records.get(i));
        }
        out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return new Reply(200, out.toByteArray());
    }
}
