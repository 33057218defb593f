package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Browser;
import io.tandem.record.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page of the console, as each role sees it: it works, shows nothing that is refused, and asks nobody else. */
class ConsolePagesTest {

    private static final String ROUTE = "zendesk-users--powerofficego-contactperson";

    /** Whether each tab is seen in both themes and at both widths, or one of each page in both themes. */
    private static final boolean EVERY_TAB = "all".equals(System.getProperty("tests.tabs"));

    private static final String TABS =
            "[...document.querySelectorAll('.pf-v5-c-nav.pf-m-tertiary a')]" + ".filter(tab => tab.offsetParent)";

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
    private static Browser browser;
    private static Role signedIn;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(Browser.available())
                .as("no browser here: install chromium and chromium-driver to see the console's pages tested")
                .isTrue();
        UsersFile users = new UsersFile(folder.resolve("data/sandbox/console.users"));
        users.put("admin", Role.ADMIN, CheapHash.of("may decide"));
        users.put("viewer", Role.VIEWER, CheapHash.of("may decide"));
        demo = Demo.start(folder, "schedule.default=0 * * * * ?");
        browser = Browser.open(folder);
        browser.size(1280, 900);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "connect", "nowhere", "logs/x"})
    void leadsBack_fromAPageThatIsNotThere(String page) throws Exception {
        browser.go(demo.console().resolve(page));

        assertThat(browser.text()).contains("There is no such page", "Tandem", "Camel", "JMX", "Quartz");
        assertThat(browser.count("a[href='/hawtio/tandem']")).isPositive();
        browser.screenshot("missing-" + page.replace('/', '-'));
    }

    @Test
    void opensTheConsole_byTheLinkOfAPageThatIsNotThere() {
        browser.go(demo.console().resolve("nowhere"));
        browser.click("a[href='/hawtio/tandem']");

        browser.await(".tandem-page, input[type=password]");
    }

    @Test
    void saysWhatItIs_andWhereTheFirstPasswordIs_beforeAnybodySignsIn() throws Exception {
        browser.go(demo.console().resolve("auth/logout"));
        browser.await("input[type=password]");

        assertThat(browser.text()).contains("Sign in to Tandem", "console.password beside the store");
        followsTheTheme();
        picture("sign-in");
    }

    /** Each role signs in once. */
    private abstract static class Pages {

        private final Role role;

        Pages(Role role) {
            this.role = role;
        }

        @BeforeEach
        void signIn() {
            ConsolePagesTest.signIn(role);
        }

        @Test
        void showsTheRoutes() throws Exception {
            open(role, "camel");
            select("tandem");
            look(role, "camel-context");
            followsTheTheme();
            assertThat(tabs()).containsExactly("Attributes", "Operations", "Chart");
            lookAtTabs(role, "camel-context", "Attributes");
            select("routes");
            lookAtTabs(role, "camel-routes", "Routes");
            assertThat(tabs()).containsExactly("Routes", "Route Diagram");
            selectOfAll(ROUTE);
            lookAtTabs(role, "camel-route", "Route Diagram");
            assertThat(tabs()).containsExactly("Attributes", "Operations", "Route Diagram", "Properties", "Chart");
            select("endpoints");
            look(role, "camel-endpoints");
        }

        @Test
        void showsTheSchedules_asTheyAre() throws Exception {
            schedules(role);
        }

        @Test
        void showsTheBeans_thatCanBeRead() throws Exception {
            open(role, "jmx");
            browser.await(".pf-v5-c-tree-view__node-text");
            expand("io.tandem");
            select("Store");
            lookAtTabs(role, "jmx");
            followsTheTheme();

            JsonNode beans = browser.run(READ_ALL);
            assertThat(beans.path("read").size()).isGreaterThan(50);
            assertThat(beans.path("read").toString())
                    .contains("io.tandem:type=Store")
                    .doesNotContain("hikari", "HotSpot");
            assertThat(beans.path("refused")).isEmpty();
        }

        @Tag("thorough")
        @Test
        void showsTheBeans_withEveryNodeOfTheTreeOpen() throws Exception {
            open(role, "jmx");
            browser.await(".pf-v5-c-tree-view__node-text");
            selectOfAll("Store");
            lookAtTabs(role, "jmx-expanded");
        }

        @Tag("thorough")
        @Test
        void showsHelpAndPreferences() throws Exception {
            open(role, "help");
            browser.awaitText("Hawtio Help");
            look(role, "help");
            followsTheTheme();
            assertThat(tabs()).containsExactly("Home", "Preferences", "Camel", "JMX", "Quartz");
            open(role, "preferences");
            browser.awaitText("Default vertical nav state");
            look(role, "preferences");
            followsTheTheme();
            assertThat(tabs()).containsExactly("Home", "Console Logs", "Camel", "JMX");
        }

        @Test
        void showsTheFlows() throws Exception {
            flows(role);
        }
    }

    @Nested
    class OfAViewer extends Pages {
        OfAViewer() {
            super(Role.VIEWER);
        }
    }

    /** Who may do all that a viewer may ({@code SignInTest}), so that pages without actions are the same. */
    @Nested
    class OfAnAdmin {

        @BeforeEach
        void signIn() {
            ConsolePagesTest.signIn(Role.ADMIN);
        }

        @Test
        void showsTheFlows() throws Exception {
            flows(Role.ADMIN);
        }

        @Test
        void showsTheSchedules_asTheyAre() throws Exception {
            schedules(Role.ADMIN);
        }
    }

    @Tag("thorough")
    @Nested
    class OfAnAdminWhole extends Pages {
        OfAnAdminWhole() {
            super(Role.ADMIN);
        }
    }

    private static void signIn(Role role) {
        if (role == signedIn) {
            return;
        }
        browser.go(demo.console().resolve("auth/logout"));
        browser.await("input[type=password]");
        browser.type("input[type=text]", name(role));
        browser.type("input[type=password]", "may decide");
        browser.click("button[type=submit]");
        browser.awaitText(name(role) + ",");
        browser.faults();
        signedIn = role;
    }

    private static void schedules(Role role) throws Exception {
        open(role, "quartz");
        select("scheduler-tandem");
        lookAtTabs(role, "quartz");
        followsTheTheme();
        assertThat(browser.text())
                .as("nobody can switch them on, so that they were always zero")
                .doesNotContain("Sampled Statistics");
        tab("Triggers");
        browser.await("#quartz-triggers-table tbody tr");
        int rows = browser.count("#quartz-triggers-table tbody tr");
        assertThat(rows).isGreaterThan(9);
        assertThat(browser.count("#quartz-triggers-table tbody td .pf-m-success"))
                .isEqualTo(rows);
    }

    private static void flows(Role role) throws Exception {
        open(role, "tandem");
        browser.await(".tandem-flows");
        look(role, "flows");
        followsTheTheme();
    }

    private static String name(Role role) {
        return role.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** An admin by its address, a viewer mostly from another page of the console. */
    private static void open(Role role, String page) {
        if (role == Role.ADMIN || page.equals("camel")) {
            browser.go(demo.console().resolve(page));
        } else {
            browser.visit("/hawtio/" + page);
        }
        browser.await("#hawtio-main-page, .pf-v5-c-page");
    }

    private static List<String> tabs() {
        List<String> tabs = new ArrayList<>();
        browser.run("return " + TABS + ".map(tab => tab.innerText)").forEach(tab -> tabs.add(tab.asText()));
        return tabs;
    }

    private static void tab(String title) {
        browser.run(TABS + ".find(tab => tab.innerText === " + Json.text(title) + ").click()");
    }

    /** Chooses a node of the tree by its whole text. */
    private static void select(String node) {
        Awaitility.await("a node " + node).atMost(Duration.ofSeconds(30)).until(() -> chose(node));
    }

    /** As {@link #select}, with every node open, each time that news close the tree again. */
    private static void selectOfAll(String node) {
        Awaitility.await("a node " + node + " of the open tree")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(2))
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    browser.run("[...document.querySelectorAll('button')]"
                            + ".find(one => /Expand all/.test(one.innerText))?.click()");
                    return chose(node);
                });
    }

    private static boolean chose(String node) {
        return browser.run("const found = [...document.querySelectorAll('.pf-v5-c-tree-view__node')]"
                        + ".find(one => one.innerText.trim() === " + Json.text(node)
                        + "); if (found) (found.querySelector('.pf-v5-c-tree-view__node-text') || found).click();"
                        + " return !!found")
                .asBoolean();
    }

    /** Opens a node of the tree. */
    private static void expand(String node) {
        browser.run("[...document.querySelectorAll('.pf-v5-c-tree-view__node')]"
                + ".find(one => one.innerText.trim() === " + Json.text(node)
                + ").querySelector('.pf-v5-c-tree-view__node-toggle').click()");
    }

    /** @param some that are looked at in each build, all others by {@code tests.tabs} only; all if none is named */
    private static void lookAtTabs(Role role, String page, String... some) throws Exception {
        Awaitility.await("tabs of " + page).atMost(Duration.ofSeconds(30)).until(() -> !tabs().isEmpty());
        for (String title : EVERY_TAB || some.length == 0 ? tabs() : List.of(some)) {
            tab(title);
            look(role, page + "-" + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
        }
    }

    /** The page comes to its end, without an error, a refusal or a request to somebody else, and offers nothing that is refused. */
    private static void look(Role role, String page) throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(
                        browser.count(".pf-v5-c-skeleton, .pf-v5-c-spinner"))
                .as(page + " goes on loading")
                .isZero());
        assertThat(browser.text().length()).as(page).isGreaterThan(60);
        assertThat(offered()).as(page).doesNotContain("Suspend", "Start", "Stop", "Resume", "Delete", "switch");
        if (EVERY_TAB) {
            browser.size(1920, 1080);
            followsTheTheme();
            browser.size(1280, 900);
        }
        picture(name(role) + "-" + page);
        assertThat(browser.faults()).as(page + " as " + name(role)).isEmpty();
    }

    /** The whole page follows the browser's wish. */
    private static void followsTheTheme() {
        turn(true);
        assertThat(browser.run("return [...document.querySelectorAll('.gutter')].filter(one =>"
                                + " getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3)"
                                + ".every(part => Number(part) > 200)).length")
                        .asInt())
                .as("bright bars on a dark page")
                .isZero();
        turn(false);
    }

    private static void turn(boolean dark) {
        browser.dark(dark);
        Awaitility.await(dark ? "it gets dark" : "it gets light")
                .atMost(Duration.ofSeconds(20))
                .until(() -> isDark() == dark);
    }

    /** Of each theme and of two widths, for a person's eyes. */
    private static void picture(String name) throws Exception {
        browser.screenshot(name + "-1280-light");
        if (Browser.takesPictures()) {
            browser.size(1920, 1080);
            turn(true);
            browser.screenshot(name + "-1920-dark");
            turn(false);
            browser.size(1280, 900);
        }
    }

    /** Whether the ground of a page's heading is dark; the sign-in page has a dark ground in both. */
    private static boolean isDark() {
        return browser.run("let e = document.querySelector('.pf-v5-c-login__main') || document.elementFromPoint("
                        + "innerWidth * 0.75, 100); const rgb = () => getComputedStyle(e).backgroundColor;"
                        + " while (e.parentElement && /, 0\\)$/.test(rgb())) e = e.parentElement;"
                        + " return rgb().match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 250")
                .asBoolean();
    }

    private static List<String> offered() {
        List<String> offered = new ArrayList<>();
        browser.run("return [...document.querySelectorAll('.pf-v5-c-page__main button, .pf-v5-c-switch')]"
                        + ".filter(one => one.offsetParent)"
                        + ".map(one => one.matches('.pf-v5-c-switch') && one.querySelector('[id^=quartz]') ? 'switch'"
                        + " : one.innerText.trim())")
                .forEach(one -> offered.add(one.asText()));
        return offered;
    }
}
