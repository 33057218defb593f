package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitoring system sees of a running application: {@code DeskPageTest} starts it, once for all who look at it. */
abstract class MonitoringContract {

    private static final String FLOW = "zendesk-users--powerofficego-contactperson";

    private final Demo demo;

    /** @param demo with a budget of Zendesk */
    MonitoringContract(Demo demo) {
        this.demo = demo;
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana-dashboard.json", "prometheus-alerts.yaml"})
    void offersEveryMetric_thatTheShippedFileNames(String file) throws Exception {
        String text = Files.readString(Path.of("src/dist/observe", file));
        Set<String> named = new TreeSet<>();
        Pattern.compile("\\b(tandem|jvm|process)_[a-z_]+")
                .matcher(text)
                .results()
                .forEach(m -> named.add(m.group()));
        Set<String> offered = new TreeSet<>();
        metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> offered.add(line.replaceAll("[{ ].*", "")));

        assertThat(named).hasSizeGreaterThan(8);
        assertThat(offered).containsAll(named);
    }

    @Test
    void countsTheLinksOfAFlow() throws Exception {
        assertThat(metric("tandem_linked{flow=\"" + FLOW + "\"}"))
                .isEqualTo(flow().path("Linked").asDouble())
                .isPositive();
    }

    @Test
    void tellsOneNumberPerSystemAndKindOfCall() throws Exception {
        assertThat(metric("tandem_calls_total{kind=\"read\",system=\"zendesk\"}"))
                .isPositive();
        assertThat(metric("tandem_system_up{system=\"zendesk\"}")).isEqualTo(1);
        assertThat(metric("tandem_call_duration_seconds_count{system=\"zendesk\"}"))
                .isPositive();
    }

    @Test
    void givesTheSameNumbers_inAScrapeAndInTheMBeans() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, Double> before = countsOfMBeans();
            Map<String, Double> scraped = new TreeMap<>();
            for (String name : before.keySet()) {
                scraped.put(name, metric(name));
            }
            assertThat(scraped).hasSize(4 * 3 + 7).isEqualTo(before).isEqualTo(countsOfMBeans());
            assertThat(scraped.values()).anyMatch(number -> number > 0);
        });
    }

    /** What MBeans count, by the names that a scrape has for it. */
    private Map<String, Double> countsOfMBeans() throws Exception {
        Map<String, Double> counts = new TreeMap<>();
        flow().path("Records")
                .properties()
                .forEach(outcome -> counts.put(
                        "tandem_records_total{flow=\"" + FLOW + "\",outcome=\"" + outcome.getKey() + "\"}",
                        outcome.getValue().asDouble()));
        for (String system : Set.of("zendesk", "salesforce", "powerofficego", "custompms")) {
            JsonNode bean = demo.jolokia("{\"type\":\"read\",\"mbean\":\"io.tandem:type=System,name=" + system + "\"}")
                    .path("value");
            String calls = "tandem_calls_total{kind=\"%s\",system=\"" + system + "\"}";
            counts.put(calls.formatted("read"), bean.path("Reads").asDouble());
            counts.put(calls.formatted("write"), bean.path("Writes").asDouble());
            counts.put(
                    "tandem_calls_limited_total{system=\"" + system + "\"}",
                    bean.path("Limited").asDouble());
        }
        return counts;
    }

    @Test
    void describesEveryAttributeAndOperation() throws Exception {
        JsonNode list =
                demo.jolokia("{\"type\":\"list\",\"path\":\"io.tandem\"}").path("value");

        assertThat(list.size()).isGreaterThanOrEqualTo(14);
        list.properties().forEach(bean -> {
            for (String kind : Set.of("attr", "op")) {
                bean.getValue().path(kind).properties().forEach(e -> {
                    JsonNode one = e.getValue().isArray() ? e.getValue().get(0) : e.getValue();
                    assertThat(one.path("desc").asText())
                            .as(bean.getKey() + " " + e.getKey())
                            .contains(" ")
                            .isNotEqualTo(e.getKey());
                });
            }
        });
    }

    @Test
    void keepsPasswordsOutOfTheStoresAddress() throws Exception {
        JsonNode store = demo.jolokia("{\"type\":\"read\",\"mbean\":\"io.tandem:type=Store\"}")
                .path("value");

        assertThat(store.path("Url").asText()).startsWith("jdbc:h2:file:").doesNotContain(";", "?", "@");
        assertThat(store.path("Version").asText()).isNotEmpty();
        assertThat(store.path("Rows").path("link").asLong()).isPositive();
    }

    @Test
    void catchesUp_whileItRuns() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(flow().path("LagSeconds").asDouble(1e9)).isLessThan(20);
            assertThat(flow().path("LastRound").asText()).startsWith("20");
        });
    }

    @Tag("thorough")
    @Test
    void saysWhichSystemIsDown_andSinceWhen_andRecovers() throws Exception {
        fault("down", 100_000);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                HttpResponse<String> health = demo.get("/observe/health");
                assertThat(health.statusCode()).isEqualTo(503);
                JsonNode check = check(health, "system salesforce");
                assertThat(check.path("status").asText()).isEqualTo("DOWN");
                assertThat(check.path("since").asText()).startsWith("20");
                assertThat(check.path("why").asText()).contains("salesforce is not available");
            });
            assertThat(demo.get("/observe/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = demo.get("/observe/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(check(ready, "system salesforce").path("status").asText())
                    .isEqualTo("DOWN");
            assertThat(metric("tandem_system_up{system=\"salesforce\"}")).isZero();
        } finally {
            fault("none", 0);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .until(() -> demo.get("/observe/health").statusCode() == 200);
    }

    private void fault(String kind, int times) throws Exception {
        String body = Json.text(Map.of("kind", kind, "times", times));
        Demo.send(HttpRequest.newBuilder(java.net.URI.create(demo.sandbox("salesforce.url") + "/_sandbox/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode check(HttpResponse<String> answer, String name) throws Exception {
        for (JsonNode check : Json.MAPPER.readTree(answer.body()).path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError(name + " is not in " + answer.body());
    }

    private JsonNode flow() throws Exception {
        return demo.jolokia("{\"type\":\"read\",\"mbean\":\"io.tandem:type=Flow,name=" + FLOW + "\"}")
                .path("value");
    }

    private String metrics() throws Exception {
        HttpResponse<String> answer = demo.get("/observe/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private double metric(String name) throws Exception {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
