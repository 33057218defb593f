package io.tandem.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jolokia.core.api.LogHandler;
import org.jolokia.json.JSONArray;
import org.jolokia.json.JSONObject;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBeans as JSON, as far as its policy allows. Only a POST can call operations: a link can't.
 *
 * @see <a href="https://jolokia.org/reference/html/manual/jolokia_protocol.html">Jolokia protocol</a>
 */
final class Jolokia implements HttpHandler, AutoCloseable {

    private static final int REQUEST_BYTES = 1 << 20;

    private static final Set<String> ROUTE_DUMPS = Set.of("dumpRoutesAsXml()", "dumpRouteAsXml()");

    private final JolokiaServiceManager services;
    private final HttpRequestHandler requests;

    /**
     * @param name of this agent among those of the process
     * @param policy class path of what it may see and do
     */
    Jolokia(String name, String policy) {
        StaticConfiguration configuration = new StaticConfiguration(
                ConfigKey.AGENT_ID, "tandem-" + name,
                ConfigKey.ALLOW_ERROR_DETAILS, "false",
                ConfigKey.INCLUDE_STACKTRACE, "false");
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(
                configuration, new QuietLog(LoggerFactory.getLogger(Jolokia.class)), policy(policy));
        services.addService(new JolokiaSerializer());
        services.addService(new LocalRequestHandler(1));
        requests = new HttpRequestHandler(services.start());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String uri = exchange.getRequestURI().toString();
        try {
            switch (exchange.getRequestMethod()) {
                case "GET" -> {
                    String path = exchange.getRequestURI()
                            .getPath()
                            .substring(exchange.getHttpContext().getPath().length());
                    if (path.matches("/+(exec|write)\\b.*")) {
                        Reply.text(exchange, 405, "Operations are called with POST.");
                        return;
                    }
                    Reply.json(exchange, text(requests.handleGetRequest(uri, path, Map.of())));
                }
                case "POST" -> {
                    byte[] body = exchange.getRequestBody().readNBytes(REQUEST_BYTES + 1);
                    if (body.length > REQUEST_BYTES) {
                        Reply.text(exchange, 413, "A request may have " + REQUEST_BYTES + " bytes.");
                        return;
                    }
                    InputStream request = new ByteArrayInputStream(body);
                    Reply.json(
                            exchange,
                            text(requests.handlePostRequest(uri, request, StandardCharsets.UTF_8.name(), Map.of())));
                }
                default -> Reply.text(exchange, 405, "Only GET and POST are possible here.");
            }
        } catch (BadRequestException e) {
            Reply.text(exchange, 400, "This is not a Jolokia request.");
        } catch (EmptyResponseException e) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } catch (RuntimeException e) {
            Reply.json(exchange, text(requests.handleThrowable(e)));
        }
    }

    @Override
    public void close() {
        services.stop();
    }

    private static String text(JSONStructure answer) {
        if (answer instanceof JSONArray several) {
            several.forEach(Jolokia::nameSteps);
        } else {
            nameSteps(answer);
        }
        return answer.toJSONString();
    }

    private static void nameSteps(Object answer) {
        if (answer instanceof JSONObject one
                && one.get("request") instanceof JSONObject request
                && request.get("operation") instanceof String operation
                && ROUTE_DUMPS.contains(operation)
                && one.get("value") instanceof String xml) {
            one.put("value", StepIds.prefixed(xml));
        }
    }

    private static PolicyRestrictor policy(String path) {
        try (InputStream policy = Jolokia.class.getResourceAsStream(path)) {
            return new PolicyRestrictor(policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jolokia's messages can hold what was asked for: they go to debug, without it the failure alone is told. */
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
