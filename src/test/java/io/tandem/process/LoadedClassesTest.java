package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Homes;
import io.tandem.kit.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short command loads what it needs and no more: loading classes is nearly all that it does. Seconds depend on the machine,
 * so what is held here are the packages that must not be there, and how many classes there are in all.
 */
class LoadedClassesTest {

    /**
     * XML, routes, schedules, schema upgrades, the console, other databases, and of Java's: the flight recorder, its
     * log, and what makes code to compare records. An interface of theirs that one of ours has is fine.
     */
    private static final Pattern NOT_WANTED = Pattern.compile("com\\.sun\\.org\\.apache\\.xerces\\..*"
            + "|ch\\.qos\\.logback\\.core\\.(model|joran\\.action|joran\\.event)\\..*"
            + "|ch\\.qos\\.logback\\.classic\\.util\\.ContextInitializer"
            + "|jdk\\.jfr\\.internal\\.MetadataRepository"
            + "|java\\.util\\.logging\\.LogManager"
            + "|java\\.lang\\.runtime\\.ObjectMethods"
            + "|org\\.quartz\\..*"
            + "|org\\.apache\\.camel\\.(impl|model|reifier|main|dsl|component)\\..*"
            + "|org\\.flywaydb\\.core\\.internal\\..*"
            + "|org\\.(postgresql|jolokia|eclipse\\.jetty)\\..*"
            + "|io\\.tandem\\.(document|plan|proof)\\..*");

    @TempDir
    Path home;

    @TempDir
    Path folder;

    private List<String> loaded(int exitCode, String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.txt");
        Files.deleteIfExists(log);
        int code = new Processes(home, folder, Map.of(), List.of("-Xlog:class+load:file=" + log + ":none"))
                .run("command", arguments);
        assertThat(code).as(Files.readString(folder.resolve("command.err"))).isEqualTo(exitCode);
        return Files.readAllLines(log).stream()
                .map(line -> line.split(" ")[0])
                .filter(Predicate.not(name -> name.contains("$$Lambda")))
                .toList();
    }

    private static List<String> unwanted(List<String> classes) {
        return classes.stream().filter(NOT_WANTED.asMatchPredicate()).toList();
    }

    @Test
    void theVersionNeedsNeitherTheApplicationNorAnyOtherCommand() throws Exception {
        List<String> classes = loaded(0, "--version");
        assertThat(classes).hasSizeLessThan(1_550);
        assertThat(unwanted(classes)).isEmpty();
        assertThat(classes)
                .filteredOn(name -> name.matches("io\\.tandem\\.(store|system|operator)\\..*|.*\\.SyncCommand"
                        + "|java\\.time\\.zone\\.ZoneRulesProvider"))
                .isEmpty();
    }

    @Tag("thorough")
    @Test
    void listsNeedNoRoutes_noUpgradeAndNoConsole() throws Exception {
        Homes.copy(home);
        loaded(0, "links"); // makes the store
        for (String list : List.of("links", "waiting", "parked", "conflicts")) {
            List<String> classes = loaded(0, list);
            assertThat(classes).as(list).hasSizeLessThan(4_100);
            assertThat(unwanted(classes)).as(list).isEmpty();
        }
    }

    /** To find the driver of an address, Java would load all drivers, and its own log. */
    @Tag("thorough")
    @Test
    void aCheckLoadsNoOtherDatabase() throws Exception {
        Homes.copy(home);
        assertThat(loaded(0, "check"))
                .filteredOn(name -> name.matches("org\\.postgresql\\..*|java\\.util\\.logging\\.LogManager"))
                .isEmpty();
    }

    /** A tenth of all classes, for values and for answers as JSON. */
    @Tag("thorough")
    @Test
    void listsOfWhatHasNoValues_makeNoJson() throws Exception {
        Homes.copy(home);
        loaded(0, "links"); // makes the store
        for (String list : List.of("links", "parked", "conflicts")) {
            assertThat(loaded(0, list)).as(list).doesNotContain("com.fasterxml.jackson.databind.ObjectMapper");
        }
    }

    /** Its rounds are asked for: no schedule runs, and nobody looks. */
    @Tag("thorough")
    @Test
    void aSyncNeedsNoScheduler_andNoConsole() throws Exception {
        Homes.copy(home);
        assertThat(loaded(1, "sync"))
                .filteredOn(name -> name.matches(
                        "org\\.quartz\\.simpl\\.SimpleThreadPool\\$.*" + "|org\\.(jolokia|eclipse\\.jetty)\\..*"))
                .isEmpty();
    }

    @Tag("thorough")
    @Test
    void whyARecordLooksAsItDoes_isToldWithoutRoutes_andWithoutCodeThatJavaMakes() throws Exception {
        Homes.copy(home);
        loaded(1, "sync", "--set=sandbox.users=60", "--set=sandbox.tickets=1", "--set=sandbox.comments=1");
        assertThat(unwanted(loaded(0, "explain", "zendesk/users/35000000000001")))
                .isEmpty();
    }
}
