package io.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs the scenarios and writes a table and a chart into {@code target/bench}.
 *
 * <p>{@code -Dbench.size=10000} records; {@code bench.latency=0} milliseconds before each answer; {@code bench.store}: a
 * JDBC address, else an H2 file; {@code bench.heap=256m}: -Xmx of the application; {@code bench.runs=1};
 * {@code bench.scenarios=tickets,users}; {@code bench.home}: whose config and routes are taken, else the launcher's own; {@code bench.program}: the launcher, else {@code target/tandem/bin/tandem};
 * {@code bench.options}: more for its Java, e.g. a recording, where %n is the command and a number; {@code bench.plain=2000}: tickets of the plain route.
 */
public final class Bench {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Path PROGRAM = Path.of(System.getProperty("bench.program", "target/tandem/bin/tandem"))
            .toAbsolutePath();

    /** Its processes run in folders of their own. */
    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    private final int size = Integer.getInteger("bench.size", 10_000);
    private final long latency = Long.getLong("bench.latency", 0);
    private final int plain = Math.min(size, Integer.getInteger("bench.plain", 2_000));
    private final Path top =
            Path.of(System.getProperty("bench.folder", "target/bench")).toAbsolutePath();
    private final List<Row> rows = new ArrayList<>();

    /**
     * A line of the table.
     *
     * @param seconds that the work took, without the start of its process
     * @param ratio its rate by the limit loop's on the same servers; 0 if that has none
     */
    record Row(
            String scenario,
            String party,
            int records,
            double seconds,
            double ratio,
            long reads,
            long writes,
            long bytes,
            Measured process) {
        double rate() {
            return records / seconds;
        }
    }

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench();
        List<String> scenarios =
                List.of(System.getProperty("bench.scenarios", "tickets,users").split(","));
        for (int run = 1; run <= Integer.getInteger("bench.runs", 1); run++) {
            if (scenarios.contains("tickets")) {
                bench.tickets(bench.top.resolve("tickets-" + run));
            }
            if (scenarios.contains("users")) {
                bench.users(bench.top.resolve("users-" + run));
            }
        }
        Report.write(bench.top, bench.rows, bench.size, bench.latency);
    }

    private void tickets(Path folder) throws Exception {
        try (Servers servers = new Servers(size, 0)) {
            Application tandem =
                    new Application(folder, servers.address, List.of("zendesk-tickets--custompms-project"));
            double limit = limit(servers, "create", "tickets", size);
            double read = limit(servers, "read all", "read", size);
            servers.ask("/bench/forget");
            if (plain > 0) {
                measure(
                        servers,
                        "create",
                        "plain Camel route",
                        plain,
                        limit,
                        java(PlainRoute.class, servers.address, plain + "", folder + "/known.txt"));
                servers.ask("/bench/forget");
            }
            tandem(servers, tandem, "create", limit, "sync");
            tandem(servers, tandem, "quiet", 0, "sync");
            tandem(servers, tandem, "rescan", read, "reconcile");
            servers.ask("/bench/edit?each=100");
            tandem(servers, tandem, "1 % changed", 0, "sync");
        }
    }

    private void users(Path folder) throws Exception {
        try (Servers servers = new Servers(0, size)) {
            Application tandem = new Application(
                    folder,
                    servers.address,
                    List.of(
                            "zendesk-users--powerofficego-contactperson",
                            "zendesk-users--powerofficego-customers-person"));
            double limit = limit(servers, "match", "users", size);
            tandem.importReferences();
            tandem(servers, tandem, "match", limit, "sync");
            tandem(servers, tandem, "match, quiet", 0, "sync");
            tandem(servers, tandem, "match, rescan", limit, "reconcile");
        }
    }

    /** @return records a second */
    private double limit(Servers servers, String scenario, String what, int records) throws Exception {
        measure(servers, scenario, "limit loop", records, 0, java(LimitLoop.class, servers.address, what));
        return rows.get(rows.size() - 1).rate();
    }

    private void tandem(Servers servers, Application tandem, String scenario, double limit, String command)
            throws Exception {
        JsonNode before = servers.ask("/bench/counts");
        Measured process = tandem.run(command);
        JsonNode report = Shelf.JSON.readTree(
                process.output().substring(0, process.output().lastIndexOf('}') + 1));
        add(servers, scenario, "Tandem", size, report.path("seconds").asDouble(), limit, before, process);
    }

    private void measure(
            Servers servers, String scenario, String party, int records, double limit, List<String> command)
            throws Exception {
        JsonNode before = servers.ask("/bench/counts");
        Measured process = Measured.run(top, Map.of(), List.of(0), command);
        double seconds = process.output()
                .lines()
                .filter(line -> line.startsWith("seconds "))
                .mapToDouble(line -> Double.parseDouble(line.substring(8)))
                .findFirst()
                .orElseThrow();
        add(servers, scenario, party, records, seconds, limit, before, process);
    }

    private void add(
            Servers servers,
            String scenario,
            String party,
            int records,
            double seconds,
            double limit,
            JsonNode before,
            Measured process)
            throws Exception {
        JsonNode after = servers.ask("/bench/counts");
        Row row = new Row(
                scenario,
                party,
                records,
                seconds,
                limit == 0 ? 0 : records / seconds / limit,
                after.path("reads").asLong() - before.path("reads").asLong(),
                after.path("writes").asLong() - before.path("writes").asLong(),
                after.path("in").asLong()
                        + after.path("out").asLong()
                        - before.path("in").asLong()
                        - before.path("out").asLong(),
                process);
        rows.add(row);
        System.out.println(Report.line(row));
    }

    /** The same Java and class path as this process. */
    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Dsun.net.httpserver.nodelay=true",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                CLASS_PATH,
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The servers' process, filled; it ends when closed. */
    private final class Servers implements AutoCloseable {
        private final Process process;
        final String address;

        Servers(int tickets, int users) throws IOException {
            Files.createDirectories(top);
            List<String> command = java(FastServers.class, tickets + "", users + "", latency + "");
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(new File(top.toFile(), "servers.txt")))
                    .start();
            BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream()));
            address = "http://127.0.0.1:" + Optional.ofNullable(said.readLine()).orElseThrow();
        }

        JsonNode ask(String path) throws IOException, InterruptedException {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address + path)).build();
            return Shelf.JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
        }
    }

    /** The packaged application in a folder of its own, with its own copy of the configuration. */
    private static final class Application {
        private final Path folder;
        private final String address;
        private final List<String> flows;
        private int runs;

        Application(Path folder, String address, List<String> flows) throws IOException {
            this.folder = folder;
            this.address = address;
            this.flows = flows;
            delete(folder);
            Files.createDirectories(folder);
            for (String part : List.of("config", "routes")) {
                copy(installed().resolve(part), folder.resolve("home").resolve(part));
            }
            Path file = folder.resolve("home/config/flows/zendesk-tickets--custompms-project.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "extra: []",
                                    "extra:\n  - {source: subject, target: name, type: string}\n"
                                            + "  - {source: description, target: description, type: string}"));
        }

        /** Whose configuration and routes are taken: the launcher's own. */
        private static Path installed() {
            return Path.of(System.getProperty(
                    "bench.home", PROGRAM.resolve("../..").normalize().toString()));
        }

        /** What an earlier run left: its store belongs to servers that are gone. */
        private static void delete(Path folder) throws IOException {
            if (Files.exists(folder)) {
                try (var files = Files.walk(folder)) {
                    for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                        Files.delete(file);
                    }
                }
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            try (var files = Files.walk(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path copy = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }

        /** Organizations of users and parties of contact persons. */
        void importReferences() throws IOException {
            StringBuilder table = new StringBuilder("source,target\n");
            for (int i = 0; i < PowerOffice.PARTIES; i++) {
                table.append("zendesk/organizations/").append(509_974 + i);
                table.append(",powerofficego/party/").append(1 + i).append('\n');
            }
            Files.writeString(folder.resolve("references.csv"), table);
            run(List.of(0), List.of("references", "import", "references.csv"));
        }

        Measured run(String command) {
            List<String> arguments = new ArrayList<>(List.of(command, "--json"));
            arguments.addAll(flows);
            return run(List.of(0, 1), arguments);
        }

        private Measured run(List<Integer> codes, List<String> arguments) {
            Map<String, String> environment = new TreeMap<>();
            String heap = System.getProperty("bench.heap", "");
            String options = System.getProperty("bench.options", "").replace("%n", arguments.get(0) + ++runs)
                    + (heap.isEmpty() ? "" : " -Xmx" + heap);
            environment.put("TANDEM_OPTS", options.strip());
            environment.put("ZENDESK_URL", address);
            environment.put("ZENDESK_OAUTH_TOKEN", "bench-secret");
            environment.put("CUSTOMPMS_URL", address + "/api/v1");
            environment.put("CUSTOMPMS_TOKEN", "bench-secret");
            environment.put("POWEROFFICEGO_URL", address);
            environment.put("POWEROFFICEGO_APPLICATION_KEY", "bench-secret");
            environment.put("POWEROFFICEGO_CLIENT_KEY", "bench-secret");
            environment.put("POWEROFFICEGO_SUBSCRIPTION_KEY", "bench-secret");
            Optional.ofNullable(System.getProperty("bench.store"))
                    .filter(url -> !url.isEmpty())
                    .ifPresent(url -> environment.put("STORE_URL", url));
            Optional.ofNullable(System.getProperty("bench.store.user"))
                    .ifPresent(user -> environment.put("STORE_USER", user));
            List<String> command = new ArrayList<>();
            command.add(PROGRAM.toString());
            command.addAll(arguments);
            command.addAll(List.of("--home", folder.resolve("home").toString()));
            for (String budget : List.of(
                    "zendesk.requests",
                    "zendesk.exports",
                    "zendesk.users",
                    "powerofficego.requests",
                    "powerofficego.v1",
                    "powerofficego.v2")) {
                command.addAll(List.of("--set", budget.replace(".", ".budget.") + "=none"));
            }
            return Measured.run(folder, environment, codes, command);
        }
    }
}
