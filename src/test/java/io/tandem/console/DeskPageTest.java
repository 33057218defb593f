package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Browser;
import io.tandem.kit.Homes;
import io.tandem.kit.Listeners;
import io.tandem.record.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, and what monitoring sees, of one running application. */
class DeskPageTest {

    private static final String FLOW = "zendesk-users--powerofficego-contactperson";
    private static final String ROW = "tr[data-flow='" + FLOW + "'] button";

    /** Reads every listed bean that has attributes, whole. */
    private static final String READ_ALL = "const ask = body => { const x = new XMLHttpRequest();"
            + " x.open('POST', '/hawtio/jolokia', false); x.send(JSON.stringify(body)); return JSON.parse(x.responseText) };"
            + " const found = {read: [], refused: []};"
            + " for (const domain of ['org.apache.camel', 'io.tandem', 'quartz', 'java.lang'])"
            + " for (const [name, bean] of Object.entries(ask({type: 'list', path: domain}).value))"
            + " if (Object.keys(bean.attr || {}).length > 0) {"
            + " const mbean = domain + ':' + name; const answer = ask({type: 'read', mbean});"
            + " if (answer.status === 200) found.read.push(mbean); else found.refused.push(mbean + ' ' + answer.error) }"
            + " return found";

    @TempDir
    private static Path folder;

    private static Demo demo;
    private static ConsoleScreen screen;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        ConsoleScreen.addUsers(folder);
        demo = Demo.start(
                folder,
                Homes.impatient(folder.resolve("home")),
                "schedule.default=0/15 * * * * ?",
                "schedule." + FLOW + "=0/3 * * * * ?",
                "zendesk.budget.requests=700/min");
    }

    @AfterAll
    static void stop() throws Exception {
        if (screen != null) {
            screen.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    /** Opened by the first who looks at it. */
    private static void show() throws Exception {
        assumeThat(Browser.available())
                .as("no browser here: install chromium and chromium-driver to see the console's pages tested")
                .isTrue();
        if (screen == null) {
            screen = ConsoleScreen.open(demo, folder);
            browser = screen.browser();
        }
        browser.size(1280, 900);
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void listensOnLoopbackOnly_withItsSandbox() throws Exception {
        assertThat(Listeners.of(demo.pid())).hasSizeGreaterThan(4).allMatch(Listeners::isLoopback);
    }

    @Nested
    class OfMonitoring extends MonitoringContract {
        OfMonitoring() {
            super(demo);
        }
    }

    @Tag("thorough")
    @Test
    void letsNobodyIn_withAWrongPassword() throws Exception {
        show();
        screen.signOut();
        assertThat(browser.text()).contains("Sign in to Tandem", "console.password beside the store");
        screen.type("adam", "guessed");

        browser.awaitText("Invalid login credentials");
        assertThat(browser.count(".tandem-page")).isZero();
    }

    @Nested
    class OfAnAdmin {

        @BeforeEach
        void open() throws Exception {
            show();
            screen.signIn(Role.ADMIN);
        }

        @Test
        void showsEverySystemAndFlow_inLightAndDark() throws Exception {
            browser.await(".tandem-flow");
            browser.await(".tandem-flows .tandem-spark");
            browser.await(".tandem-chart");

            assertThat(browser.count(".tandem-system")).isEqualTo(4);
            assertThat(browser.count(".tandem-flow")).isEqualTo(9);
            assertThat(browser.count(".tandem-flows .tandem-spark")).isEqualTo(9);
            assertThat(browser.count(".tandem-chart")).isEqualTo(4);
            assertThat(texts(".tandem-flows tbody .tandem-badge"))
                    .startsWith("? needs a person")
                    .endsWith("✓ healthy");
            for (boolean dark : new boolean[] {false, true}) {
                browser.dark(dark);
                for (int width : new int[] {1280, 1920}) {
                    browser.size(width, width == 1280 ? 900 : 1080);
                    assertThat(browser.run(
                                            "const p = document.querySelector('.tandem-page');"
                                                    + " return p.scrollWidth <= p.clientWidth"
                                                    + " && [...p.querySelectorAll('.tandem-scroll')].every(s => s.scrollWidth <= s.clientWidth)")
                                    .asBoolean())
                            .as("nothing hangs over the right edge at " + width)
                            .isTrue();
                    browser.screenshot("tandem-" + width + (dark ? "-dark" : "-light"));
                }
            }
            browser.dark(false);
        }

        @Test
        void resolvesAnAmbiguousPair() throws Exception {
            long linked = flow("Linked");
            assertThat(flow("Ambiguous")).isPositive();
            browser.click(ROW);
            browser.click("[data-id=tab-ambiguous]");
            browser.await("[data-id=link]");
            assertThat(browser.text())
                    .contains("tandem waiting " + FLOW + " --values", "tandem explain zendesk/users/");
            browser.screenshot("ambiguous");
            browser.click("[data-id=link]");
            browser.awaitText("Their properties merge in the next round");
            browser.screenshot("confirmation");
            browser.click("[data-id=confirm]");

            browser.awaitText("Linked. The pair is merged in the next round.");
            browser.screenshot("linked");
            assertThat(flow("Linked")).isEqualTo(linked + 1);
        }

        /** What a file says is text: a sign that turns the direction of what follows is shown as what it is. */
        @Tag("thorough")
        @Test
        void saysWhyChangedFilesAreRefused_untilTheyAreCorrect() throws Exception {
            Path file = folder.resolve("home/config/flows/" + FLOW + ".yaml");
            String good = Files.readString(file);
            Files.writeString(file, good.replace("source: email", "source: \"em\u202Eial\""));
            try {
                browser.awaitText("Changed files are refused since");
                assertThat(browser.text())
                        .contains(FLOW + ".yaml:", "em[U+202E]ial is not a property of zendesk/users");
                browser.screenshot("refused");
            } finally {
                Files.writeString(file, good);
            }
            browser.click("[data-id=reload]");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> browser.count(".tandem-refused") == 0);
        }

        @Tag("thorough")
        @Test
        void saysWhyASystemIsDown_andStillWhatAPersonDecides() throws Exception {
            browser.awaitText("A person decides:");
            fault("error", 100_000, ".*");
            try {
                browser.awaitText("zendesk is down since ");
                assertThat(texts(".tandem-summary"))
                        .anyMatch(line -> line.matches("zendesk is down since [^:]+:\\d\\d:\\d\\d: .{10,}"))
                        .anyMatch(line -> line.startsWith("A person decides: "));
                assertThat(texts(".tandem-flows tbody .tandem-badge"))
                        .startsWith("! stopped")
                        .endsWith("✓ healthy");
                browser.screenshot("system-down");
            } finally {
                fault("none", 0, ".*");
            }
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !browser.text()
                    .contains("zendesk is down since"));
        }

        @Tag("thorough")
        @Test
        void goesFromFlowToFlow() throws Exception {
            browser.click(ROW);
            browser.await(".tandem-details[aria-label='" + FLOW + "']");
            String other = FLOW.replace("contactperson", "customers-person");
            browser.click(ROW.replace("contactperson", "customers-person"));

            browser.await(".tandem-details[aria-label='" + other + "']");
        }

        @Tag("thorough")
        @Test
        void decidesNothing_whenTheQuestionIsCancelled() throws Exception {
            browser.click(ROW);
            browser.click("[data-id=pause]");
            browser.click("[data-id=cancel]");
            browser.await("[data-id=pause]");

            assertThat(flow().path("State").asText()).isEqualTo("on");
        }

        @Test
        void pausesAndResumes() throws Exception {
            browser.click(ROW);
            browser.click("[data-id=pause]");
            browser.click("[data-id=confirm]");
            browser.awaitText("Paused. Changes are kept");
            assertThat(flow().path("State").asText()).isEqualTo("paused");

            browser.click("[data-id=resume]");
            browser.click("[data-id=confirm]");
            browser.awaitText("Resumed");
            assertThat(flow().path("State").asText()).isEqualTo("on");
        }

        @Tag("thorough")
        @Test
        void tellsWhoDecided_andWhatHappenedToARecord() throws Exception {
            exec("pause");
            exec("resume");
            browser.click(ROW);
            browser.click("[data-id=tab-history]");
            browser.awaitText("An operator paused the flow");
            browser.screenshot("history");

            browser.click("[data-id=tab-links]");
            browser.click("td a.tandem-key");
            browser.await("#tandem-record[value^='zendesk/users/']");
            browser.awaitText("They match by email = emailAddress");
            browser.screenshot("history-of-a-record");
            assertThat(browser.text()).doesNotContain("@example");
        }

        @Tag("thorough")
        @Test
        void retriesAParkedRecord() throws Exception {
            park();
            browser.click(ROW);
            browser.click("[data-id=tab-parked]");
            browser.await("[data-id=retry]");
            browser.screenshot("parked");
            assertThat(browser.run(
                                    "const [record, why] = document.querySelector('[data-id=retry]').closest('tr').cells;"
                                            + " return why.innerText.includes(record.innerText.replace(/\\s|\u2197/g, ''))")
                            .asBoolean())
                    .as("the reason repeats the record beside it")
                    .isFalse();
            fault("none", 0);
            browser.click("[data-id=retry]");
            browser.click("[data-id=confirm]");
            browser.awaitText("1 parked record is tried again in the next round.");
            browser.click("[data-id=resume]");
            browser.click("[data-id=confirm]");
            browser.awaitText("Every record could be written.");

            assertThat(flow("Parked")).isZero();
        }
    }

    @Nested
    class OfAViewer {

        @BeforeEach
        void open() throws Exception {
            show();
            screen.signIn(Role.VIEWER);
        }

        @Test
        void showsTheRoute_withCountsOfEachStep_inBothDirections() throws Exception {
            browser.click(ROW);
            browser.click("[data-id=tab-route]");
            browser.await("[data-route] [data-step]");

            assertThat(texts("[data-route='" + FLOW + "'] [data-step] strong"))
                    .containsExactly("schedule", "fetch", "chunk", "match", "transform", "upsert", "link", "back");
            assertThat(texts("[data-route='" + FLOW + "--back'] [data-step] strong"))
                    .containsExactly("called", "fetch", "chunk", "match", "transform", "upsert", "link");
            for (String route : List.of(FLOW, FLOW + "--back")) {
                assertThat(texts("[data-route='" + route + "'] [data-step]"))
                        .allMatch(step ->
                                step.matches("(?s)\\w+\\s+[\\d ]+ (round|chunk)s?\\s+(mean .+|not yet)\\s+no errors"));
            }
            browser.click("[data-id=route-file] summary");
            assertThat(texts("[data-id=route-file] pre span"))
                    .as("a line of the file is a line here")
                    .hasSizeGreaterThan(20)
                    .contains("    id: " + FLOW);
            assertThat(browser.text()).contains("id: " + FLOW, "uri: quartz", "{{schedule." + FLOW + "}}");
            browser.screenshot("route");
        }

        @Test
        void drawsLagRecordsAndCalls_overTime() throws Exception {
            browser.await("[data-chart=Records] .tandem-series");
            for (String chart : List.of("Records", "Lag", "Calls", "Time of a call")) {
                String css = "[data-chart='" + chart + "'] ";
                assertThat(texts(css + ".tandem-tick"))
                        .as(chart)
                        .hasSizeGreaterThan(6)
                        .anyMatch(tick -> tick.matches("\\d\\d:\\d\\d"));
                assertThat(browser.count(css + ".tandem-series > :not(title)"))
                        .as(chart)
                        .isPositive();
            }
            assertThat(browser.run("return [...document.querySelectorAll('.tandem-tick')].every(tick =>"
                                    + " tick.getBoundingClientRect().right <="
                                    + " tick.ownerSVGElement.getBoundingClientRect().right)")
                            .asBoolean())
                    .as("each label of a chart is whole")
                    .isTrue();
            browser.click("[data-id=span-1440]");
            browser.await("[data-id=span-1440][aria-pressed=true]");
            browser.screenshot("charts-of-a-day");
        }

        @Tag("thorough")
        @Test
        void showsTheHistoryOfTheRecordThatSomebodyNames() throws Exception {
            String flow = "salesforce-task--custompms-task";
            String links = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> execOf(flow, "listLinks", "0", "1")
                                    .path("value")
                                    .asText(),
                            found -> found.contains("/"));
            String task = Json.MAPPER.readTree(links).path(0).path("source").asText();
            assertThat(task).matches("salesforce/task/\\w{18}");
            browser.click("tr[data-flow='" + flow + "'] button");
            browser.click("[data-id=tab-history]");
            find(" " + task);

            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(texts("td a.tandem-key"))
                    .contains(task));
            find("salesforce/task/00T0");
            browser.awaitText("salesforce/task: '00T0' is no id; wanted 15 or 18 letters and digits");
            find("zendesk/users/7");
            browser.awaitText(
                    "records of " + flow + " are salesforce/task/.. and custompms/task/.., not zendesk/users/..");
        }

        @Test
        void givesAViewerNoButtonThatDecides() throws Exception {
            browser.click(ROW.replace("contactperson", "customers-person"));
            browser.awaitText("Values are shown at the shell only");
            browser.screenshot("viewer");

            assertThat(browser.text()).contains("vera, viewer: you can look, an admin decides");
            assertThat(browser.count(
                            ".tandem-actions button, .tandem-candidate button, [data-id=link], [data-id=pause]"))
                    .isZero();
            assertThat(browser.run("const x = new XMLHttpRequest(); x.open('POST', 'jolokia', false);"
                                    + " x.setRequestHeader('Content-Type', 'application/json'); x.send(JSON.stringify({type: 'exec', mbean: 'io.tandem:type=Flow,name="
                                    + FLOW
                                    + "', operation: 'pause'})); return JSON.parse(x.responseText).status")
                            .asInt())
                    .isEqualTo(403);
            assertThat(flow().path("State").asText()).isEqualTo("on");
        }

        /** Of each kind of page one; every page in both roles: {@code ConsolePagesTest}. */
        @Test
        void showsRoutesSchedulesAndBeans_andNothingThatIsRefused() throws Exception {
            screen.open("camel");
            screen.select("routes");
            screen.lookAtTabs("camel-routes", "Routes");
            screen.followsTheTheme();

            screen.open("quartz");
            screen.select("scheduler-tandem");
            screen.lookAtTabs("quartz", "Triggers");
            screen.tab("Triggers"); // with tests.tabs=all the last one is open
            browser.await("#quartz-triggers-table tbody tr");
            int rows = browser.count("#quartz-triggers-table tbody tr");
            assertThat(rows).isGreaterThan(9);
            assertThat(browser.count("#quartz-triggers-table tbody td .pf-m-success"))
                    .isEqualTo(rows);

            screen.open("jmx");
            browser.await(".pf-v5-c-tree-view__node-text");
            screen.expand("io.tandem");
            screen.select("Store");
            screen.lookAtTabs("jmx", "Attributes");
            JsonNode beans = browser.run(READ_ALL);
            assertThat(beans.path("read").size()).isGreaterThan(50);
            assertThat(beans.path("read").toString())
                    .contains("io.tandem:type=Store")
                    .doesNotContain("hikari", "HotSpot");
            assertThat(beans.path("refused")).isEmpty();
        }

        @Tag("thorough")
        @Test
        void isLedBack_fromAPageThatIsNotThere() {
            screen.go("nowhere");

            assertThat(browser.text()).contains("There is no such page", "Tandem", "Camel", "JMX", "Quartz");
            browser.click("a[href='/hawtio/tandem']");

            browser.await(".tandem-page");
        }

        @Test
        void showsKeys_butNoValues() throws Exception {
            browser.click(ROW);
            browser.awaitText("zendesk/users/");

            assertThat(browser.text()).doesNotContain("@example");
        }

        @Test
        void leadsToTheRecordsPagesInTheirOwnSystems() throws Exception {
            browser.click(ROW);
            browser.click("[data-id=tab-links]");
            browser.await("td a.tandem-out");
            browser.screenshot("pages");

            JsonNode link = Json.MAPPER
                    .readTree(exec("listLinks", "0", "1").path("value").asText())
                    .path(0);
            String source = link.path("source").asText();
            String id = source.substring(source.lastIndexOf('/') + 1);
            assertThat(link.path("pages").path(source).asText())
                    .isEqualTo(demo.sandbox("zendesk.url") + "/agent/users/" + id);
            JsonNode out = browser.run("const a = document.querySelector('td a.tandem-out');"
                    + " return {href: a.href, target: a.target, rel: a.rel, key: a.previousSibling.innerText}");
            assertThat(out.path("key").asText()).isEqualTo(source);
            assertThat(out.path("href").asText())
                    .isEqualTo(link.path("pages").path(source).asText());
            assertThat(out.path("target").asText()).isEqualTo("_blank");
            assertThat(out.path("rel").asText()).contains("noopener");
            assertThat(browser.run(
                                    "return [...document.querySelectorAll('td a.tandem-out')].map(a => a.href).join(' ')")
                            .asText())
                    .contains("https://go.poweroffice.net/#contact/")
                    .doesNotContain("@");
        }
    }

    private static List<String> texts(String css) {
        return screen.texts(
                "[...document.querySelectorAll(" + Json.text(css) + ")].map(one => one.innerText || one.textContent)");
    }

    private static void find(String record) {
        browser.run("document.getElementById('tandem-record').value = ''");
        browser.type("#tandem-record", record);
        browser.click("[data-id=find]");
    }

    /**
     * The contact's new email can't be written to its user, as long as Zendesk fails: parked. Then the flow
     * waits; a decision comes after the round in hand.
     */
    private static void park() throws Exception {
        fault("error", 100_000);
        HttpRequest.Builder change = HttpRequest.newBuilder(
                        URI.create(demo.sandbox("powerofficego.v1-url") + "/Customer/7/Contact/"))
                .header("Authorization", "Bearer demo")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"id\": 20006, \"emailAddress\": \"gro.new@example.com\"}"));
        assertThat(Demo.send(change).statusCode()).isEqualTo(200);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> flow("Parked") > 0);
        exec("pause");
        JsonNode afterTheRound = exec("unlink", "999999999");
        assertThat(afterTheRound.path("error").asText()).contains("has no link");
    }

    private static JsonNode exec(String operation, String... arguments) throws Exception {
        return execOf(FLOW, operation, arguments);
    }

    private static JsonNode execOf(String flow, String operation, String... arguments) throws Exception {
        return demo.jolokia(Json.text(Map.of(
                "type",
                "exec",
                "mbean",
                "io.tandem:type=Flow,name=" + flow,
                "operation",
                operation,
                "arguments",
                arguments)));
    }

    private static void fault(String kind, int times) throws Exception {
        fault(kind, times, ".*/identities.*");
    }

    private static void fault(String kind, int times, String path) throws Exception {
        String body = Json.text(Map.of("kind", kind, "times", times, "path", path));
        Demo.send(HttpRequest.newBuilder(URI.create(demo.sandbox("zendesk.url") + "/_sandbox/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static long flow(String attribute) throws Exception {
        return flow().path(attribute).asLong();
    }

    private static JsonNode flow() throws Exception {
        return demo.jolokia("{\"type\":\"read\",\"mbean\":\"io.tandem:type=Flow,name=" + FLOW + "\"}")
                .path("value");
    }
}
