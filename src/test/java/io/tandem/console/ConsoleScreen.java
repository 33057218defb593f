package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Browser;
import io.tandem.record.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A running application's console in a real browser: adam is an admin there, vera a viewer. */
final class ConsoleScreen implements AutoCloseable {

    /** Whether each tab is seen in both themes and at both widths, or one of each page in both themes. */
    private static final boolean EVERY_TAB = "all".equals(System.getProperty("tests.tabs"));

    private static final String TABS =
            "[...document.querySelectorAll('.pf-v5-c-nav.pf-m-tertiary a')]" + ".filter(tab => tab.offsetParent)";

    private static final Map<Role, String> NAMES = Map.of(Role.ADMIN, "adam", Role.VIEWER, "vera");
    private static final Map<Role, String> PASSWORDS = Map.of(Role.ADMIN, "may decide", Role.VIEWER, "looks only");

    private final Demo demo;
    private final Browser browser;
    private String signedIn = "";

    private ConsoleScreen(Demo demo, Browser browser) {
        this.demo = demo;
        this.browser = browser;
    }

    /** Before the application starts: its first start makes an admin where there is nobody. */
    static void addUsers(Path folder) {
        UsersFile users = new UsersFile(folder.resolve("data/sandbox/console.users"));
        NAMES.forEach((role, name) -> users.put(name, role, CheapHash.of(PASSWORDS.get(role))));
    }

    static ConsoleScreen open(Demo demo, Path folder) throws IOException {
        Browser browser = Browser.open(folder);
        browser.size(1280, 900);
        return new ConsoleScreen(demo, browser);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        browser.close();
    }

    Browser browser() {
        return browser;
    }

    void signOut() {
        go("auth/logout");
        browser.await("input[type=password]");
        signedIn = "";
    }

    void type(String name, String password) {
        browser.type("input[type=text]", name);
        browser.type("input[type=password]", password);
        browser.click("button[type=submit]");
    }

    /** Opens the Tandem page as it is when somebody comes to it. Only who is not signed in yet pays for signing in. */
    void signIn(Role role) {
        String name = NAMES.get(role);
        if (signedIn.equals(name)) {
            browser.visit("/hawtio/help");
            browser.awaitText("Hawtio Help");
            browser.visit("/hawtio/tandem");
        } else {
            signOut();
            type(name, PASSWORDS.get(role));
            signedIn = name;
        }
        browser.awaitText(name + ",");
        browser.faults();
    }

    /** By its address, which loads the console from the start. */
    void go(String page) {
        browser.go(demo.console().resolve(page));
    }

    /** From another page of the console. */
    void open(String page) {
        browser.visit("/hawtio/" + page);
        browser.await("#hawtio-main-page, .pf-v5-c-page");
    }

    List<String> tabs() {
        return texts(TABS + ".map(tab => tab.innerText)");
    }

    void tab(String title) {
        browser.run(TABS + ".find(tab => tab.innerText === " + Json.text(title) + ").click()");
    }

    /** Chooses a node of the tree by its whole text. */
    void select(String node) {
        Awaitility.await("a node " + node).atMost(Duration.ofSeconds(30)).until(() -> chose(node));
    }

    /** As {@link #select}, with every node open, each time that news close the tree again. */
    void selectOfAll(String node) {
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

    private boolean chose(String node) {
        return browser.run("const found = [...document.querySelectorAll('.pf-v5-c-tree-view__node')]"
                        + ".find(one => one.innerText.trim() === " + Json.text(node)
                        + "); if (found) (found.querySelector('.pf-v5-c-tree-view__node-text') || found).click();"
                        + " return !!found")
                .asBoolean();
    }

    /** Opens a node of the tree. */
    void expand(String node) {
        browser.run("[...document.querySelectorAll('.pf-v5-c-tree-view__node')]"
                + ".find(one => one.innerText.trim() === " + Json.text(node)
                + ").querySelector('.pf-v5-c-tree-view__node-toggle').click()");
    }

    /** @param some that are looked at in each build, all others by {@code tests.tabs} only; all if none is named */
    void lookAtTabs(String page, String... some) throws Exception {
        Awaitility.await("tabs of " + page).atMost(Duration.ofSeconds(30)).until(() -> !tabs().isEmpty());
        for (String title : EVERY_TAB || some.length == 0 ? tabs() : List.of(some)) {
            tab(title);
            look(page + "-" + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
        }
    }

    /** The page comes to its end, without an error, a refusal or a request to somebody else, and offers nothing that is refused. */
    void look(String page) throws Exception {
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
        picture(signedIn + "-" + page);
        assertThat(browser.faults()).as(page + " as " + signedIn).isEmpty();
    }

    /** The whole page follows the browser's wish. */
    void followsTheTheme() {
        turn(true);
        assertThat(browser.run("return [...document.querySelectorAll('.gutter')].filter(one =>"
                                + " getComputedStyle(one).backgroundColor.match(/\\d+/g).slice(0, 3)"
                                + ".every(part => Number(part) > 200)).length")
                        .asInt())
                .as("bright bars on a dark page")
                .isZero();
        turn(false);
    }

    private void turn(boolean dark) {
        browser.dark(dark);
        Awaitility.await(dark ? "it gets dark" : "it gets light")
                .atMost(Duration.ofSeconds(20))
                .until(() -> isDark() == dark);
    }

    /** Of each theme and of two widths, for a person's eyes. */
    void picture(String name) throws Exception {
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
    private boolean isDark() {
        return browser.run("let e = document.querySelector('.pf-v5-c-login__main') || document.elementFromPoint("
                        + "innerWidth * 0.75, 100); const rgb = () => getComputedStyle(e).backgroundColor;"
                        + " while (e.parentElement && /, 0\\)$/.test(rgb())) e = e.parentElement;"
                        + " return rgb().match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 250")
                .asBoolean();
    }

    private List<String> offered() {
        return texts("[...document.querySelectorAll('.pf-v5-c-page__main button, .pf-v5-c-switch')]"
                + ".filter(one => one.offsetParent)"
                + ".map(one => one.matches('.pf-v5-c-switch') && one.querySelector('[id^=quartz]') ? 'switch'"
                + " : one.innerText.trim())");
    }

    /** @param script an expression that gives an array of texts */
    List<String> texts(String script) {
        List<String> texts = new ArrayList<>();
        browser.run("return " + script).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
