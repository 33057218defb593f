package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tandem.kit.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page of the console, as each role sees it: it works, shows nothing that is refused, and asks nobody else.
 *
 * <p>Each build sees one of each kind as a viewer: {@code DeskPageTest}.
 */
@Tag("thorough")
class ConsolePagesTest {

    private static final String ROUTE = "zendesk-users--powerofficego-contactperson";

    @TempDir
    private static Path folder;

    private static Demo demo;
    private static ConsoleScreen screen;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        assumeThat(Browser.available())
                .as("no browser here: install chromium and chromium-driver to see the console's pages tested")
                .isTrue();
        ConsoleScreen.addUsers(folder);
        demo = Demo.start(folder, "schedule.default=0 * * * * ?");
        screen = ConsoleScreen.open(demo, folder);
        browser = screen.browser();
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

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "connect", "nowhere", "logs/x"})
    void leadsBack_fromAPageThatIsNotThere(String page) throws Exception {
        screen.go(page);

        assertThat(browser.text()).contains("There is no such page", "Tandem", "Camel", "JMX", "Quartz");
        assertThat(browser.count("a[href='/hawtio/tandem']")).isPositive();
        browser.screenshot("missing-" + page.replace('/', '-'));
    }

    @Test
    void opensTheConsole_byTheLinkOfAPageThatIsNotThere() {
        screen.go("nowhere");
        browser.click("a[href='/hawtio/tandem']");

        browser.await(".tandem-page, input[type=password]");
    }

    @Test
    void saysWhatItIs_andWhereTheFirstPasswordIs_beforeAnybodySignsIn() throws Exception {
        screen.signOut();

        assertThat(browser.text()).contains("Sign in to Tandem", "console.password beside the store");
        screen.followsTheTheme();
        screen.picture("sign-in");
    }

    /** Each role signs in once. */
    private abstract static class Pages {

        private final Role role;

        Pages(Role role) {
            this.role = role;
        }

        @BeforeEach
        void signIn() {
            screen.signIn(role);
        }

        @Test
        void showsTheRoutes() throws Exception {
            screen.go("camel");
            screen.select("tandem");
            screen.look("camel-context");
            screen.followsTheTheme();
            assertThat(screen.tabs()).containsExactly("Attributes", "Operations", "Chart");
            screen.lookAtTabs("camel-context", "Attributes");
            screen.select("routes");
            screen.lookAtTabs("camel-routes", "Routes");
            assertThat(screen.tabs()).containsExactly("Routes", "Route Diagram");
            screen.selectOfAll(ROUTE);
            screen.lookAtTabs("camel-route", "Route Diagram");
            assertThat(screen.tabs())
                    .containsExactly("Attributes", "Operations", "Route Diagram", "Properties", "Chart");
            screen.select("endpoints");
            screen.look("camel-endpoints");
        }

        @Test
        void showsTheSchedules_asTheyAre() throws Exception {
            screen.open("quartz");
            screen.select("scheduler-tandem");
            screen.lookAtTabs("quartz");
            screen.followsTheTheme();
            assertThat(browser.text())
                    .as("nobody can switch them on, so that they were always zero")
                    .doesNotContain("Sampled Statistics");
        }

        @Test
        void showsTheBeans_thatCanBeRead() throws Exception {
            screen.open("jmx");
            browser.await(".pf-v5-c-tree-view__node-text");
            screen.expand("io.tandem");
            screen.select("Store");
            screen.lookAtTabs("jmx");
            screen.followsTheTheme();
        }

        @Test
        void showsTheBeans_withEveryNodeOfTheTreeOpen() throws Exception {
            screen.open("jmx");
            browser.await(".pf-v5-c-tree-view__node-text");
            screen.selectOfAll("Store");
            screen.lookAtTabs("jmx-expanded");
        }

        @Test
        void showsHelpAndPreferences() throws Exception {
            screen.open("help");
            browser.awaitText("Hawtio Help");
            screen.look("help");
            screen.followsTheTheme();
            assertThat(screen.tabs()).containsExactly("Home", "Preferences", "Camel", "JMX", "Quartz");
            screen.open("preferences");
            browser.awaitText("Default vertical nav state");
            screen.look("preferences");
            screen.followsTheTheme();
            assertThat(screen.tabs()).containsExactly("Home", "Console Logs", "Camel", "JMX");
        }

        @Test
        void showsTheFlows() throws Exception {
            screen.open("tandem");
            browser.await(".tandem-flows");
            screen.look("flows");
            screen.followsTheTheme();
        }
    }

    @Nested
    class OfAViewer extends Pages {
        OfAViewer() {
            super(Role.VIEWER);
        }
    }

    @Nested
    class OfAnAdmin extends Pages {
        OfAnAdmin() {
            super(Role.ADMIN);
        }
    }
}
