package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Homes;
import io.tandem.kit.Listeners;
import io.tandem.kit.Permissions;
import io.tandem.kit.Person;
import io.tandem.kit.Processes;
import io.tandem.kit.ProxyGate;
import io.tandem.kit.Shell;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Commands and processes with known secrets and known values, everything logged that can be, against servers that repeat in their
 * errors all that they hear: then all that was produced is searched (rule 19).
 */
@EnabledOnOs(OS.LINUX)
class SecretsStayPrivateTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ZENDESK_KEY = "zd7Kq-wandering-otter";
    private static final String ZENDESK_TOKEN = "zo2Lp-patient-heron";
    private static final String SALESFORCE_SECRET = "sf9Qx-quiet-badger";
    private static final String APPLICATION_KEY = "pa4Rt-hidden-lynx";
    private static final String CLIENT_KEY = "pc5Vb-hidden-marten";
    private static final String SUBSCRIPTION_KEY = "ps6Nm-hidden-stoat";
    private static final String PMS_TOKEN = "cp3Wz-sleepy-vole";
    private static final String STORE_PASSWORD = "st8Hj-buried-shrew";
    private static final String CONSOLE_PASSWORD = "co1Gf-locked-weasel";
    private static final List<String> SECRETS = List.of(
            ZENDESK_KEY,
            ZENDESK_TOKEN,
            SALESFORCE_SECRET,
            APPLICATION_KEY,
            CLIENT_KEY,
            SUBSCRIPTION_KEY,
            PMS_TOKEN,
            STORE_PASSWORD,
            CONSOLE_PASSWORD);
    private static final String TICKETS = "zendesk-tickets--custompms-project";
    private static final String CONTACTS = "zendesk-users--powerofficego-contactperson";
    private static final String TASKS = "salesforce-task--custompms-project";
    private static final String SUBJECT = "Quillfeather subject of nobody's business";

    private static final String TRACE = """
            <configuration>
              <appender name="ERR" class="ch.qos.logback.core.ConsoleAppender">
                <target>System.err</target>
                <encoder><pattern>%d %level %logger %msg %mdc%n%ex{full}</pattern></encoder>
              </appender>
              <root level="TRACE"><appender-ref ref="ERR"/></root>
            </configuration>
            """;

    @TempDir
    Path folder;

    @TempDir
    Path home;

    private final List<ProxyGate> gates = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Sandbox sandbox;
    private Person person;

    private ProxyGate gate(String behind, Map<String, String> secrets) throws IOException {
        ProxyGate gate = new ProxyGate(behind, secrets);
        gates.add(gate);
        return gate;
    }

    @BeforeEach
    void open() throws IOException {
        copyConfiguration();
        sandbox = Sandbox.start(new SandboxOptions(25, 15, 10, false, null, Clock.systemUTC()));
        person = new Person(sandbox);
        String demo = Sandbox.DEMO;
        environment.put(
                "ZENDESK_URL",
                gate(sandbox.zendesk().url(), Map.of(ZENDESK_KEY, demo, ZENDESK_TOKEN, demo))
                        .url());
        environment.put("ZENDESK_EMAIL", Sandbox.DEMO_EMAIL);
        environment.put("ZENDESK_API_TOKEN", ZENDESK_KEY);
        environment.put(
                "SALESFORCE_URL",
                gate(sandbox.salesforce().url(), Map.of(SALESFORCE_SECRET, demo))
                        .url());
        environment.put("SALESFORCE_CLIENT_ID", demo);
        environment.put("SALESFORCE_CLIENT_SECRET", SALESFORCE_SECRET);
        String powerOffice = gate(
                        sandbox.powerofficego().url(),
                        Map.of(APPLICATION_KEY, demo, CLIENT_KEY, demo, SUBSCRIPTION_KEY, demo))
                .url();
        environment.put("POWEROFFICEGO_URL", powerOffice);
        environment.put("POWEROFFICEGO_V1_URL", powerOffice + "/v1");
        environment.put("POWEROFFICEGO_APPLICATION_KEY", APPLICATION_KEY);
        environment.put("POWEROFFICEGO_CLIENT_KEY", CLIENT_KEY);
        environment.put("POWEROFFICEGO_SUBSCRIPTION_KEY", SUBSCRIPTION_KEY);
        environment.put(
                "CUSTOMPMS_URL",
                gate(sandbox.custompms().url(), Map.of(PMS_TOKEN, demo)).url() + "/api/v1");
        environment.put("CUSTOMPMS_TOKEN", PMS_TOKEN);
        environment.put("STORE_USER", "keeper");
        environment.put("STORE_PASSWORD", STORE_PASSWORD);
        environment.put("CONSOLE_USER", "operator");
        environment.put("CONSOLE_PASSWORD", CONSOLE_PASSWORD);
        environment.put("CONSOLE_PORT", "0");
        environment.put("SCHEDULE_DEFAULT", "0/20 * * * * ?");
        environment.put("SCHEDULE_" + TASKS.toUpperCase(Locale.ROOT).replace('-', '_'), "0/2 * * * * ?");
        environment.put("ZENDESK_BUDGET_EXPORTS", "none");
        environment.put("ZENDESK_BUDGET_REQUESTS", "none");
        Files.writeString(folder.resolve("trace.xml"), TRACE);
    }

    @AfterEach
    void shut() {
        gates.forEach(ProxyGate::close);
        sandbox.close();
    }

    /** The shipped files, with the demo's extra rows. */
    private void copyConfiguration() throws IOException {
        Homes.impatient(home);
        try (Stream<Path> demos = Files.list(Path.of("config/sandbox/flows"))) {
            for (Path demo : (Iterable<Path>) demos::iterator) {
                Path flow = home.resolve("config/flows").resolve(demo.getFileName());
                String rows = Files.readString(demo);
                Files.writeString(
                        flow, Files.readString(flow).replace("extra: []\n", rows.substring(rows.indexOf("extra:"))));
            }
        }
    }

    /** @param java options, beside those of a short life */
    private Processes processes(String... java) {
        return new Processes(home, folder, environment, List.of(java));
    }

    @Test
    void nothingThatIsProducedHoldsASecret_norAnyLogAValue() throws Exception {
        configureLog(context -> configure(context, folder.resolve("trace.xml")));
        try {
            gates.forEach(gate -> gate.echo(2, 422));
            run("check", "check", "--connect");
            gates.forEach(gate -> gate.echo(3, 400));
            run("sync-echoed", "sync", "--json", TICKETS, CONTACTS, TASKS);
            environment.put("ZENDESK_OAUTH_TOKEN", ZENDESK_TOKEN);
            gates.forEach(gate -> gate.echo(3, 500));
            run("sync-token", "sync", TICKETS);
            environment.put("CUSTOMPMS_TOKEN", PMS_TOKEN + "-not");
            run("sync-refused", "sync", "--json", TICKETS);
            environment.put("CUSTOMPMS_TOKEN", PMS_TOKEN);
        } finally {
            configureLog(context -> new ContextInitializer(context).autoConfig());
        }
        assertThat(folder.resolve("sync-token.err")).content().contains(" DEBUG ");

        Processes tandem = processes("-Dlogback.configurationFile=" + folder.resolve("trace.xml"));
        Process running = tandem.start("run", "run");
        try {
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> tandem.said("run").contains("Stop with Ctrl-C"));
            assertThat(Permissions.areOwnersAlone(folder.resolve("data/running.json")))
                    .isTrue();
            assertThat(Listeners.of(running.pid())).isNotEmpty().allMatch(Listeners::isLoopback);
            gates.forEach(gate -> gate.echo(2, 500));
            String task = addTask();
            await().atMost(Duration.ofSeconds(60)).until(() -> SUBJECT.equals(project(task)));
            for (String list : List.of("links", "waiting", "parked")) {
                run(list, list, "--json");
            }
            Files.writeString(folder.resolve("mbeans.json"), mbeans(tandem.said("run")));
            dump(running);
        } finally {
            running.destroy();
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(folder.resolve("mbeans.json"))).contains("ExchangesTotal");
        assertThat(Files.readString(folder.resolve("threads.txt")))
                .contains("console")
                .contains("_Worker-11")
                .contains("java.vm.name", "java_command");
        assertThat(tandem.said("run")).as("everything that may be logged").contains(" DEBUG ");

        Set<String> secrets = new TreeSet<>(SECRETS);
        gates.forEach(gate -> secrets.addAll(gate.tokens()));
        assertThat(secrets).hasSizeGreaterThan(SECRETS.size() + 1);
        SECRETS.forEach(secret -> secrets.add(Base64.getEncoder()
                .withoutPadding()
                .encodeToString((Sandbox.DEMO_EMAIL + "/token:" + secret).getBytes(StandardCharsets.UTF_8))));
        assertNone(secrets, file -> !file.endsWith("trace.xml"));
        assertNone(values(), file -> !file.startsWith(folder.resolve("data")));
    }

    private interface Configure {
        void configure(LoggerContext context) throws JoranException;
    }

    private static void configureLog(Configure how) throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        how.configure(context);
    }

    private static void configure(LoggerContext context, Path file) throws JoranException {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(file.toFile());
    }

    /** A command of this process; what it said is searched with all the rest. */
    private void run(String name, String... arguments) throws IOException {
        Shell.Answer said = new Shell(home, folder, environment, Map.of()).run(arguments);
        Files.writeString(folder.resolve(name + ".out"), said.out());
        Files.writeString(folder.resolve(name + ".err"), said.err());
    }

    /** Neither as UTF-8 nor as Latin-1. */
    private void assertNone(Set<String> texts, java.util.function.Predicate<Path> where) throws IOException {
        Set<String> forms = new TreeSet<>(texts);
        texts.forEach(
                text -> forms.add(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).filter(where).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(forms.stream().filter(content::contains).toList())
                        .as(folder.relativize(file).toString())
                        .isEmpty();
            }
        }
    }

    private String addTask() {
        return person.salesforce("POST", "sobjects/Task", "{\"Subject\":\"" + SUBJECT + "\"}")
                .path("id")
                .asText();
    }

    private String project(String task) {
        return person.pms("GET", "projects?external_refs=salesforce/task/" + task, null)
                .path("items")
                .path(0)
                .path("name")
                .asText("");
    }

    /** What people wrote into the records: names, addresses, subjects. */
    private Set<String> values() {
        Set<String> found = new TreeSet<>();
        Set<String> fields = Set.of("name", "email", "subject", "phone", "Subject", "EmailAddress", "emailAddress");
        collect(person.zendesk("GET", "incremental/users/cursor.json?start_time=0&per_page=1000", null), fields, found);
        collect(
                person.zendesk("GET", "incremental/tickets/cursor.json?start_time=0&per_page=1000", null),
                fields,
                found);
        found.removeIf(text -> text.length() < 8 || text.equals(Sandbox.DEMO_EMAIL));
        assertThat(found).hasSizeGreaterThan(50);
        found.add(SUBJECT);
        return found;
    }

    private static void collect(JsonNode node, Set<String> fields, Set<String> found) {
        node.properties().stream()
                .filter(e -> fields.contains(e.getKey()) && e.getValue().isTextual())
                .forEach(e -> found.add(e.getValue().asText()));
        node.forEach(child -> collect(child, fields, found));
    }

    private String mbeans(String banner) throws IOException, InterruptedException {
        Matcher url = Pattern.compile("Console:\\s+(\\S+)").matcher(banner);
        assertThat(url.find()).isTrue();
        StringBuilder all = new StringBuilder();
        for (String domain : List.of("org.apache.camel", "quartz", "java.lang", "io.tandem", "com.zaxxer.hikari")) {
            JsonNode names = jolokia(url.group(1), "{\"type\":\"search\",\"mbean\":\"" + domain + ":*\"}");
            for (JsonNode name : names.path("value")) {
                all.append(jolokia(url.group(1), "{\"type\":\"read\",\"mbean\":" + Json.text(name.asText()) + "}"))
                        .append('\n');
            }
        }
        all.append(jolokia(
                url.group(1),
                "{\"type\":\"exec\",\"mbean\":\"org.apache.camel:context=tandem,type=context,name=\\\"tandem\\\"\","
                        + "\"operation\":\"dumpRoutesAsXml()\"}"));
        return all.toString();
    }

    private static JsonNode jolokia(String console, String request) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString(("operator:" + CONSOLE_PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(console + "jolokia"))
                        .header("Authorization", "Basic " + credentials)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return Json.MAPPER.readTree(answer.body());
    }

    private void dump(Process running) throws IOException, InterruptedException {
        Path questions = folder.resolve("questions.txt");
        Files.writeString(questions, "Thread.print -l\nVM.system_properties\nVM.command_line\n");
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(running.pid()),
                        "-f",
                        questions.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("threads.txt").toFile())
                .start();
        assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Tag("thorough")
    @Test
    void theSandboxListensOnLoopbackOnly() throws Exception {
        Process running = new Processes(Path.of(""), folder, Map.of(), List.of()).start("sandbox", "sandbox", "--json");
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Listeners.of(running.pid()).size() >= 4);
            assertThat(Listeners.of(running.pid())).allMatch(Listeners::isLoopback);
        } finally {
            running.destroy();
            running.waitFor(30, TimeUnit.SECONDS);
        }
    }
}
