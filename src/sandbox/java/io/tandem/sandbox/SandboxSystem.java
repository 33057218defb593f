package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One simulated system: a server on loopback, what was asked of it, and the faults that it is given. */
public abstract class SandboxSystem implements AutoCloseable {

    /**
     * One request that came, with what was answered; credentials and bodies aside.
     *
     * @param status 0 if the connection was cut
     */
    public record Asked(String method, String target, int status) {}

    /** Called for every request before it is answered; what it does then comes first, as somebody else's edit would. */
    @FunctionalInterface
    public interface Witness {

        /** @param target the address as it came, encoded */
        void asks(String method, String target, String body);
    }

    private static final int MOST_LOGGED = 10_000;
    private static final int CUT = 0;

    final Clock clock;
    private final VendorCalls calls;
    private final String name;
    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final InjectedFaults faults;
    private volatile Witness witness = (method, target, body) -> {};

    /** @param calls the vendor's that it serves; beside them only those of the sandbox itself */
    SandboxSystem(String name, int port, Clock clock, VendorCalls calls) {
        this.calls = calls;
        this.name = name;
        this.clock = clock;
        this.faults = new InjectedFaults(clock, behind -> tables().forEach(table -> table.lag(behind)));
        this.threads = Executors.newFixedThreadPool(4, work -> {
            Thread thread = new Thread(work, "sandbox-" + name);
            thread.setDaemon(true);
            return thread;
        });
        // else each answer waits 40 ms for an acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = bind(port);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    private static HttpServer bind(int port) {
        try {
            return listen(port);
        } catch (BindException taken) {
            return bind(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer listen(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    }

    /** The system's name in settings, e.g. {@code zendesk}. */
    public String name() {
        return name;
    }

    void start() {
        server.start();
    }

    /** The address without a path, e.g. {@code http://127.0.0.1:8081}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Everything that was asked since the last {@link #forget}. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public void forget() {
        asked.clear();
    }

    public void witness(Witness next) {
        witness = next;
    }

    public InjectedFaults faults() {
        return faults;
    }

    VendorCalls calls() {
        return calls;
    }

    /** The answer to a call that the vendor doesn't have. */
    abstract Http.Reply noSuchCall(int status);

    abstract Http.Reply answer(Http.Request request);

    /** Lets every session end at once, where there are any. */
    public void endSessions() {}

    /** The refusal of a request without good credentials; null if they are good. */
    abstract Http.Reply unauthorized(Http.Request request);

    /** @param saysHowLong whether the refusal has a header with the time to wait, for vendors who have one */
    abstract Http.Reply tooMany(boolean saysHowLong);

    /** A refusal in the vendor's words; not of the credentials. */
    abstract Http.Reply refusal(int status);

    /** Too many calls at once. */
    Http.Reply busy() {
        return tooMany(true);
    }

    /** A quota that comes back later. */
    Http.Reply quota() {
        return tooMany(true).with("Retry-After", "7200");
    }

    /** A bulk job that will fail as a whole. */
    Http.Reply failedJob(Http.Request request) {
        return broken(500);
    }

    private static Http.Reply page(int status, String title) {
        String page = "<html><head><title>" + title + "</title></head></html>";
        return Http.Reply.json(status, Table.JSON.getNodeFactory().textNode(page))
                .with("Content-Type", "text/html; charset=utf-8");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Http.Request request = request(exchange);
            witness.asks(request.method(), exchange.getRequestURI().toString(), request.text());
            String line = request.method() + " " + exchange.getRequestURI() + " HTTP/1.1\r\n";
            if (faults.isTooLong(line)) {
                log(request, exchange, 414);
                send(exchange, page(414, "Request-URI Too Large"));
                return;
            }
            InjectedFaults.Kind fault = faults.next(
                    request.method(), request.path(), exchange.getRequestURI().getQuery());
            if (fault == InjectedFaults.Kind.SLOW) {
                pause();
            }
            if (fault == InjectedFaults.Kind.CUT) {
                log(request, exchange, CUT);
                return;
            }
            Http.Reply reply = reply(request, fault);
            if (fault == InjectedFaults.Kind.CUT_AFTER) {
                log(request, exchange, CUT);
                return;
            }
            log(request, exchange, reply.status());
            send(exchange, reply);
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Http.Reply reply(Http.Request request, InjectedFaults.Kind fault) {
        if (request.path().equals("/_sandbox/faults") && request.method().equals("POST")) {
            if (request.json().path("end_sessions").asBoolean()) {
                endSessions();
            }
            return faults.take(request.json());
        }
        Http.Reply instead = instead(fault, request);
        if (instead != null) {
            return instead;
        }
        Http.Request asked = fault == InjectedFaults.Kind.REFUSED ? request.anonymous() : request;
        Http.Reply refused = unauthorized(asked);
        Http.Reply reply = refused != null ? refused : understood(asked);
        return fault == InjectedFaults.Kind.ERROR_AFTER
                ? broken(500)
                : fault == InjectedFaults.Kind.NOT_GZIP ? reply.with("Content-Encoding", "gzip") : reply;
    }

    /** What is answered instead of doing what was asked for; null if it is done. */
    private Http.Reply instead(InjectedFaults.Kind fault, Http.Request request) {
        return switch (fault) {
            case TOO_MANY, TOO_MANY_UNTOLD -> tooMany(fault == InjectedFaults.Kind.TOO_MANY);
            case ERROR -> broken(500);
            case DOWN -> broken(503);
            case IGNORED -> request.method().equals("GET") ? null : Http.Reply.none(204);
            case FORBIDDEN -> refusal(403);
            case BAD_REQUEST -> refusal(400);
            case BUSY -> busy();
            case QUOTA -> quota();
            case EMPTY -> Http.Reply.none(200);
            case PAGE -> page(200, "Sign in");
            case JOB_FAILED -> failedJob(request);
            case NONE, ERROR_AFTER, CUT, CUT_AFTER, SLOW, REFUSED, NOT_GZIP -> null;
        };
    }

    /** What a simulator can't read is the caller's mistake, not the server's. */
    private Http.Reply understood(Http.Request request) {
        boolean ofSandbox = request.path().startsWith("/_sandbox/");
        if (!ofSandbox && !calls().has(request.method(), request.path())) {
            return noSuchCall(calls().hasPath(request.path()) ? 405 : 404);
        }
        try {
            return answer(request);
        } catch (ClassCastException | IllegalArgumentException | DateTimeException unreadable) {
            return Http.Reply.json(400, Table.JSON.createObjectNode().put("error", "BadRequest"));
        }
    }

    private static Http.Reply broken(int status) {
        return Http.Reply.json(status, Table.JSON.createObjectNode().put("error", "InternalError"));
    }

    private void log(Http.Request request, HttpExchange exchange, int status) {
        if (asked.size() < MOST_LOGGED && !request.path().startsWith("/_sandbox")) {
            asked.add(new Asked(request.method(), exchange.getRequestURI().toString(), status));
        }
    }

    private static Http.Request request(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new Http.Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Http.decoded(exchange.getRequestURI().getRawQuery()),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, Http.Reply reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        JsonNode body = reply.body();
        if (body == null) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        boolean isPage = reply.headers().containsKey("Content-Type");
        byte[] bytes = isPage ? body.asText().getBytes(StandardCharsets.UTF_8) : Table.JSON.writeValueAsBytes(body);
        if (!isPage) {
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** The tables that outlive a restart. */
    abstract List<Table> tables();

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return name + " at " + url();
    }
}
