package io.tandem.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the packages may lean on each other. */
class PackageRulesTest {

    private static final int LONGEST_FILE = 300;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tandem");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.tandem.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void camelIsKnownOnlyToSteps_andToWhatRunsThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tandem.system", "io.tandem.console", "io.tandem.cli")
                .and()
                .haveSimpleNameNotEndingWith("Step")
                .and()
                .haveNameNotMatching(".*Step\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(CLASSES);
    }

    @Test
    void sqlStandsOnlyWhereTheStoreIs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.tandem.feed", "io.tandem.history", "io.tandem.link", "io.tandem.park", "io.tandem.store")
                .should()
                .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "runs SQL",
                        call -> call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle")
                                && List.of("createQuery", "createUpdate", "execute", "prepareBatch")
                                        .contains(call.getName())))
                .check(CLASSES);
    }

    /** Ids and decimals stay exact (rule 6), and no machine's own zone ever moves a day; metrics are doubles by nature. */
    @Test
    void noValueGoesThroughADouble_orTheMachinesTimeZone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tandem.desk..")
                .should()
                .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "turns a number into a double, or asks for the machine's zone", call -> Set.of(
                                        "doubleValue",
                                        "asDouble",
                                        "floatValue",
                                        "parseDouble",
                                        "parseFloat",
                                        "systemDefault",
                                        "systemDefaultZone")
                                .contains(call.getName())))
                .check(CLASSES);
    }

    @Test
    void sandboxAndSyncKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.tandem.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tandem.chunk..",
                        "io.tandem.config..",
                        "io.tandem.feed..",
                        "io.tandem.flow..",
                        "io.tandem.history..",
                        "io.tandem.link..",
                        "io.tandem.match..",
                        "io.tandem.park..",
                        "io.tandem.record..",
                        "io.tandem.store..",
                        "io.tandem.system..",
                        "io.tandem.transform..",
                        "io.tandem.upsert..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tandem.sandbox..", "io.tandem.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tandem.sandbox..")
                .check(CLASSES);
    }

    @Test
    void noSystemIsKnownByName() throws IOException {
        for (Path file : sources()) {
            if (!file.toString().contains("/sandbox/")) {
                String code = Files.readString(file).replaceAll("(?s)/\\*\\*.*?\\*/", "");
                assertThat(code)
                        .as(file.toString())
                        .doesNotContainIgnoringCase("\"zendesk")
                        .doesNotContain("\"salesforce")
                        .doesNotContain("\"powerofficego")
                        .doesNotContain("\"custompms");
            }
        }
    }

    @Test
    void namesSayWhatAClassIs_andFilesStayShort() throws IOException {
        for (Path file : sources()) {
            assertThat(file.getFileName().toString()).doesNotMatch(".*(Util|Utils|Manager|Helper|Impl)\\.java");
            assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(LONGEST_FILE);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList();
        }
    }
}
