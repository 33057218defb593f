package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tandem.kit.Contexts;
import io.tandem.system.call.AnswerJson;
import io.tandem.system.call.SystemRoute;
import io.tandem.system.call.Tries;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped templates: what comes of them, and that each of their parameters has an effect. */
class SystemTemplatesTest {

    private final DefaultCamelContext camel = Contexts.bare();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile int status = 503;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().getPath());
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
        for (String bean : List.of("awaitBudget", "closeWhenUsedUp", "closeOnRetryAfter")) {
            camel.getRegistry().bind(bean, (Processor) exchange -> {});
        }
        camel.getRegistry().bind("tries", new Tries());
        camel.getRegistry().bind("json", AnswerJson.mapper());
        camel.getRegistry().bind("oneTryOnly", (HttpClientConfigurer) builder -> builder.disableAutomaticRetries());
        camel.getPropertiesComponent().addInitialProperty("calls.first-pause", "1");
    }

    @AfterEach
    void shut() {
        camel.stop();
        server.stop(0);
    }

    /** @param more parameters of the routes of one system, in the file's form */
    private void start(String system, String more) throws Exception {
        String shipped = Files.readString(Path.of("routes/systems.camel.yaml"));
        String value = "        value: " + system + "\n";
        String file = shipped.replace(value, value + more);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("systems.camel.yaml", file));
        camel.start();
    }

    private static String parameter(String name, String value) {
        return "      - name: " + name + "\n        value: \"" + value + "\"\n";
    }

    private Exchange call(String system) {
        return camel.createProducerTemplate().send("direct:" + system, exchange -> {
            exchange.setProperty(SystemRoute.REPEATABLE, true);
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
            exchange.getMessage()
                    .setHeader(
                            Exchange.HTTP_URI,
                            "http://127.0.0.1:" + server.getAddress().getPort() + "/" + system);
        });
    }

    private long calls(String system) {
        return asked.stream().filter(("/" + system)::equals).count();
    }

    @Test
    void makesAPairOfRoutesForEachSystem_andForAClientThatHasItsOwn() throws Exception {
        camel.getPropertiesComponent().addInitialProperty("zendesk.url", "https://acme.zendesk.example");
        start("zendesk", "");
        assertThat(camel.getRoutes())
                .extracting(Route::getRouteId)
                .containsExactlyInAnyOrder(
                        "zendesk",
                        "zendesk--once",
                        "salesforce",
                        "salesforce--once",
                        "powerofficego",
                        "powerofficego--once",
                        "powerofficego-v1",
                        "powerofficego-v1--once",
                        "custompms",
                        "custompms--once");
        assertThat(camel.getProcessor("zendesk--once/http")).isNotNull();
        assertThat(camel.getProcessor("powerofficego-v1--once/breaker")).isNotNull();
        assertThat(camel.getRoute("zendesk").getDescription()).startsWith("Every call to one system, ");
        assertThat(camel.getRoute("zendesk").getGroup()).isEqualTo("systems");
        assertThat(camel.getEndpoints())
                .extracting(endpoint -> endpoint.getEndpointBaseUri())
                .contains("https://acme.zendesk.example");
    }

    @Test
    void triesAgainAsOftenAsItsOwnParametersSay() throws Exception {
        start("zendesk", parameter("triesAfterTrouble", "1") + parameter("triesAfter429", "2"));
        call("zendesk");
        call("custompms");
        assertThat(calls("zendesk")).isEqualTo(2);
        assertThat(calls("custompms")).isEqualTo(4);

        asked.clear();
        status = 429;
        call("zendesk");
        call("custompms");
        assertThat(calls("zendesk")).isEqualTo(3);
        assertThat(calls("custompms")).isEqualTo(7);
    }

    @Test
    void leavesOneHostAlone_andCallsTheOther() throws Exception {
        start("powerofficego-v1", parameter("triesAfterTrouble", "0") + parameter("fewestCalls", "2"));
        for (int i = 0; i < 5; i++) {
            call("powerofficego-v1");
        }
        status = 204;
        assertThat(call("powerofficego-v1").getException()).isNotNull();
        assertThat(calls("powerofficego-v1")).isEqualTo(2);
        assertThat(call("powerofficego").getException()).isNull();
        assertThat(calls("powerofficego")).isEqualTo(1);
    }
}
