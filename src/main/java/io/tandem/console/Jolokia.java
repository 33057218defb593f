package io.tandem.console;

import io.tandem.http.Exchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jolokia.core.api.LogHandler;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.json.parser.JSONParser;
import org.jolokia.json.parser.ParseException;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.BaseRequestHandler;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.request.JolokiaExecRequest;
import org.jolokia.server.core.request.JolokiaReadRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.request.JolokiaRequestFactory;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaContext;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.server.core.util.RequestType;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBeans as JSON, as far as its role may.
 *
 * <p>What a request is, its parsed form says, never the text of its path: an operation is called by POST with JSON, however
 * it is spelled. A form or a link of another page can send neither. Options in the query are not looked at.
 *
 * @see <a href="https://jolokia.org/reference/html/manual/jolokia_protocol.html">Jolokia protocol</a>
 */
final class Jolokia implements AutoCloseable {

    static final String PATH = "/hawtio/jolokia";

    /** Hawtio asks for all that a page shows in one request. */
    static final int MOST_REQUESTS = 250;

    /** Requests in one that look at many beans each: they cost time, however short their answers are. */
    private static final int MOST_WIDE = 20;

    private static final Set<RequestType> KNOWN =
            Set.of(RequestType.VERSION, RequestType.LIST, RequestType.SEARCH, RequestType.READ, RequestType.EXEC);
    private static final Set<String> ROUTE_DUMPS = Set.of("dumpRoutesAsXml()", "dumpRouteAsXml()");

    private final JolokiaServiceManager services;
    private final Backend backend;

    /** Shared by all roles: what reads many beans holds many objects, so one request at a time does. */
    private final Object wide;

    /**
     * @param name of this agent among those of the process
     * @param path class path of the list of rights: what it may see and do
     * @param wide what is locked by requests that read many beans
     */
    Jolokia(String name, String path, Object wide) {
        this.wide = wide;
        RoleRights rights = RoleRights.read(path);
        StaticConfiguration configuration = new StaticConfiguration(
                ConfigKey.AGENT_ID, "tandem-" + name,
                ConfigKey.ALLOW_ERROR_DETAILS, "false",
                ConfigKey.INCLUDE_STACKTRACE, "false");
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(
                configuration, new QuietLog(LoggerFactory.getLogger(Jolokia.class)), rights);
        services.addService(new JolokiaSerializer());
        services.addService(new LocalRequestHandler(1));
        services.addService(new AllowedParts(rights));
        backend = new Backend(services.start());
    }

    static boolean isJson(Exchange exchange) {
        String type = exchange.header("Content-Type").orElse("");
        return type.toLowerCase(Locale.ROOT).matches("(application|text)/json *(;.*)?");
    }

    /** Answers one request, or several in one. */
    void answer(Exchange exchange) throws IOException {
        try {
            if (exchange.method().equals("POST")) {
                post(exchange);
            } else if (exchange.method().equals("GET")) {
                get(exchange);
            } else {
                exchange.text(405, "Only GET and POST are possible here.");
            }
        } catch (BadRequestException | ParseException | IllegalArgumentException | ClassCastException e) {
            exchange.text(400, "This is not a Jolokia request.");
        } catch (UnsupportedOperationException e) {
            exchange.text(400, "The console has no such request. Known: version, list, search, read, exec.");
        }
    }

    private void get(Exchange exchange) throws BadRequestException {
        String path = exchange.path().substring(PATH.length());
        JolokiaRequest request = JolokiaRequestFactory.createGetRequest(path, backend.getProcessingParameter(Map.of()));
        if (!KNOWN.contains(request.getType()) || request.getType() == RequestType.EXEC) {
            exchange.text(405, "Operations are called with POST.");
        } else {
            AnswerText text = new AnswerText();
            text.add(execute(request));
            exchange.send(200, AnswerText.TYPE, text.bytes());
        }
    }

    private void post(Exchange exchange) throws IOException, ParseException, BadRequestException {
        Nesting.check(exchange.body());
        Object given = new JSONParser()
                .parse(new InputStreamReader(new ByteArrayInputStream(exchange.body()), StandardCharsets.UTF_8));
        List<?> several = given instanceof JSONArray array ? array : Collections.singletonList(given);
        if (several.size() > MOST_REQUESTS) {
            exchange.text(413, "At most " + MOST_REQUESTS + " requests go in one.");
            return;
        }
        List<JolokiaRequest> requests = new ArrayList<>();
        for (Object one : several) {
            if (!(one instanceof JSONObject request)) {
                throw new BadRequestException("not a request");
            }
            requests.add(JolokiaRequestFactory.createPostRequest(request, backend.getProcessingParameter(Map.of())));
        }
        if (requests.stream().anyMatch(request -> request.getType() == RequestType.EXEC) && !isJson(exchange)) {
            exchange.text(415, "Operations are called with Content-Type: application/json.");
            return;
        }
        AnswerText text = given instanceof JSONArray ? AnswerText.ofSeveral() : new AnswerText();
        int wideOnes = 0;
        for (JolokiaRequest request : requests) {
            wideOnes += isWide(request) ? 1 : 0;
            boolean tooMuch = text.isFull() || (isWide(request) && wideOnes > MOST_WIDE);
            text.add(tooMuch ? AnswerText.tooLong() : execute(request));
        }
        exchange.set("Cache-Control", "no-store");
        exchange.send(200, AnswerText.TYPE, text.bytes());
    }

    private JSONObject execute(JolokiaRequest request) throws BadRequestException {
        if (!KNOWN.contains(request.getType())) {
            return AnswerText.refused(
                    "The console has no such request: " + request.getType().getName());
        }
        if (request.getOption("target") != null) {
            return AnswerText.refused("The console asks no other process");
        }
        if (request instanceof JolokiaExecRequest exec && exec.getObjectName().isPattern()) {
            return AnswerText.refused("An operation is called on one MBean, not on a pattern");
        }
        JSONObject answer;
        if (isWide(request)) {
            synchronized (wide) {
                answer = backend.run(request);
            }
        } else {
            answer = backend.run(request);
        }
        nameSteps(answer);
        freeBlocked(answer);
        return answer;
    }

    private static boolean isWide(JolokiaRequest request) {
        return request.getType() == RequestType.LIST
                || request.getType() == RequestType.SEARCH
                || (request instanceof JolokiaReadRequest read
                        && read.getObjectName().isPattern());
    }

    @Override
    public void close() {
        services.stop();
    }

    /** Hawtio shows each state but NORMAL as paused: a trigger that is blocked by its own round is not. */
    private static void freeBlocked(JSONObject answer) {
        if ("BLOCKED".equals(answer.get("value"))
                && answer.get("request") instanceof JSONObject request
                && request.get("operation") instanceof String operation
                && operation.startsWith("getTriggerState")) {
            answer.put("value", "NORMAL");
        }
    }

    private static void nameSteps(JSONObject answer) {
        if (answer.get("request") instanceof JSONObject request
                && request.get("operation") instanceof String operation
                && ROUTE_DUMPS.contains(operation)
                && answer.get("value") instanceof String xml) {
            answer.put("value", StepIds.prefixed(xml));
        }
    }

    /** Jolokia's own handling of one request and of what goes wrong in it. */
    private static final class Backend extends BaseRequestHandler {

        Backend(JolokiaContext context) {
            super(context);
        }

        JSONObject run(JolokiaRequest request) throws BadRequestException {
            try {
                return executeRequest(request);
            } catch (EmptyResponseException e) {
                throw new IllegalStateException("only notifications have no answer, and they are refused", e);
            }
        }
    }

    /** Jolokia's messages can hold what was asked for: they go to debug, without it the failure alone is logged. */
    private record QuietLog(Logger log) implements LogHandler {

        @Override
        public void debug(String message) {
            log.trace(message);
        }

        @Override
        public void info(String message) {
            log.debug(message);
        }

        @Override
        public void error(String message, Throwable cause) {
            log.warn("A request of the console failed: {}", cause == null ? "no cause given" : cause.getClass());
        }

        @Override
        public boolean isDebug() {
            return false;
        }
    }
}
