package io.tandem.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How the packages may lean on each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageRulesTest {

    /** Lines, imports aside: packages of their own are no reason to squeeze a class. */
    private static final int LONGEST_FILE = 300;

    /** Some 100 MB, which no later class of this JVM is to carry along. */
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tandem");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.tandem.(**)").should().beFreeOfCycles().check(classes);
    }

    /** Each package, and which others of ours it may use. A new package has to be given its place here. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("record", Set.of()),
            Map.entry("config", Set.of("record")),
            Map.entry("system", Set.of("record")),
            Map.entry("system.descriptor", Set.of("config", "record", "system")),
            Map.entry("system.call", Set.of("config", "record", "system", "system.descriptor")),
            Map.entry("system.rest", Set.of("config", "record", "system", "system.descriptor", "system.call")),
            Map.entry("flow", Set.of("config", "record", "system")),
            Map.entry("chunk", Set.of("config", "record", "flow", "system")),
            Map.entry("store", Set.of("config", "record", "flow", "chunk", "system")),
            Map.entry("fetch", Set.of("config", "record", "flow", "chunk", "store", "system")),
            Map.entry("match", Set.of("record", "flow", "chunk", "store")),
            Map.entry("transform", Set.of("config", "record", "flow", "chunk", "store", "fetch", "system")),
            Map.entry("link", Set.of("config", "record", "flow", "chunk", "store", "fetch")),
            Map.entry(
                    "upsert",
                    Set.of("config", "record", "flow", "chunk", "store", "fetch", "link", "system", "transform")),
            Map.entry("operator", Set.of("config", "record", "flow", "chunk", "store", "fetch")),
            Map.entry(
                    "observe",
                    Set.of("config", "record", "flow", "chunk", "store", "operator", "system", "system.rest")),
            Map.entry("http", Set.of()),
            Map.entry("remote", Set.of("config", "record", "http")),
            Map.entry("console", Set.of("config", "record", "http", "observe")),
            Map.entry("document", Set.of("record", "flow")),
            Map.entry("document.checklist", Set.of("record", "flow", "document", "document.imports")),
            Map.entry("document.imports", Set.of("config", "record", "flow", "system", "document")),
            Map.entry("document.site", Set.of("record", "flow", "document.checklist")),
            Map.entry("sandbox", Set.of()));

    /** They put the parts together, and may use all of them. */
    private static final Set<String> OUTERMOST = Set.of("", "app", "plan", "proof", "cli");

    @Test
    void packagesUseOnlyWhatTheirPlaceAllows() {
        Set<String> wrong = new TreeSet<>();
        classes.forEach(from -> from.getDirectDependenciesFromSelf().forEach(dependency -> {
            String user = name(from);
            String used = name(dependency.getTargetClass().getBaseComponentType());
            if (dependency
                            .getTargetClass()
                            .getBaseComponentType()
                            .getPackageName()
                            .startsWith("io.tandem")
                    && !user.equals(used)
                    && !OUTERMOST.contains(user)
                    && !MAY_USE.getOrDefault(user, Set.of()).contains(used)) {
                wrong.add(user + " uses " + used + ": " + dependency.getDescription());
            }
        }));
        assertThat(wrong).isEmpty();
    }

    private static String name(JavaClass type) {
        return type.getPackageName().replaceFirst("io\\.tandem\\.?", "");
    }

    @Test
    void everyPackageHasAPlace_andSaysWhatItIsAndWhereToBegin() throws IOException {
        for (JavaClass type : classes) {
            String name = name(type);
            assertThat(MAY_USE.keySet().contains(name) || OUTERMOST.contains(name))
                    .as(name)
                    .isTrue();
        }
        List<String> names = classes.stream()
                .map(PackageRulesTest::name)
                .distinct()
                .filter(name -> !name.isEmpty() && !name.equals("sandbox"))
                .toList();
        for (String name : names) {
            Path info = Path.of("src/main/java/io/tandem", name.replace('.', '/'), "package-info.java");
            assertThat(Files.readString(info))
                    .as(name + ": what it may use, which class to open first, and what does not belong there")
                    .containsPattern("<p>(Uses|May use) ")
                    .containsPattern("Open[ *\\r\\n]+\\{@link")
                    .contains("<p>Not here: ");
        }
    }

    @Test
    void theApplicationKnowsNoCommand() {
        noClasses()
                .that()
                .resideInAPackage("io.tandem.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tandem.cli..", "io.tandem.remote..", "io.tandem.plan..")
                .check(classes);
    }

    /** {@code ChunkMessages} is what the step fetch hands to Camel's splitter. */
    @Test
    void camelIsKnownOnlyToSteps_andToWhatRunsThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.tandem.system.call",
                        "io.tandem.system.rest",
                        "io.tandem.console",
                        "io.tandem.app",
                        "io.tandem.cli")
                .and()
                .haveSimpleNameNotEndingWith("Step")
                .and()
                .haveNameNotMatching(".*(Step\\$|fetch\\.ChunkMessages).*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(classes);
    }

    @Test
    void sqlStandsOnlyInTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tandem.store")
                .should()
                .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "runs SQL",
                        call -> call.getTargetOwner().getName().equals("io.tandem.store.RowBatch")
                                || call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle")
                                        && List.of("createQuery", "createUpdate", "execute", "prepareBatch")
                                                .contains(call.getName())))
                .check(classes);
    }

    /** Ids and decimals stay exact (rule 6), and no machine's own zone ever moves a day; metrics are doubles by nature. */
    @Test
    void noValueGoesThroughADouble_orTheMachinesTimeZone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tandem.observe..")
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
                .check(classes);
    }

    /** Where a machine's language has digits of its own, "%d" would write them: into drawings, keys and JSON. */
    @Test
    void noTextDependsOnTheMachinesLanguage() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(classes);
    }

    @Test
    void onlyTheApplicationKnowsTheSandbox() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tandem.sandbox..", "io.tandem.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.tandem.sandbox..")
                .check(classes);
    }

    @Test
    void noSystemIsKnownByName() throws IOException {
        List<Path> others = sources().stream()
                .filter(file -> !file.startsWith("src/sandbox"))
                .toList();
        for (Path file : others) {
            String code = Files.readString(file).replaceAll("(?s)/\\*\\*.*?\\*/", "");
            assertThat(code)
                    .as(file.toString())
                    .doesNotContainIgnoringCase("\"zendesk")
                    .doesNotContain("\"salesforce")
                    .doesNotContain("\"powerofficego")
                    .doesNotContain("\"custompms");
        }
    }

    @Test
    void namesSayWhatAClassIs_andFilesStayShort() throws IOException {
        for (Path file : sources()) {
            assertThat(file.getFileName().toString()).doesNotMatch(".*(Util|Utils|Manager|Helper|Impl)\\.java");
            assertThat(Files.readAllLines(file).stream()
                            .filter(line -> !line.startsWith("import "))
                            .count())
                    .as(file.toString())
                    .isLessThanOrEqualTo(LONGEST_FILE);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> main = Files.walk(Path.of("src/main/java"));
                Stream<Path> sandbox = Files.walk(Path.of("src/sandbox/java"))) {
            return Stream.concat(main, sandbox)
                    .filter(f -> f.toString().endsWith(".java"))
                    .toList();
        }
    }
}
