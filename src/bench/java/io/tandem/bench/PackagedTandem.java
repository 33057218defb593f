package io.tandem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The packaged application in a folder of its own, with its own copy of the configuration. */
final class PackagedTandem {

    /** Of the shipped configuration; the servers have no such limits. */
    private static final List<String> BUDGETS = List.of(
            "zendesk.budget.requests",
            "zendesk.budget.exports",
            "zendesk.budget.users",
            "powerofficego.budget.requests",
            "powerofficego.budget.v1",
            "powerofficego.budget.v2");

    static final List<String> WITHOUT_BUDGETS =
            BUDGETS.stream().map(budget -> budget + "=none").toList();

    private static final Path PROGRAM = Path.of(System.getProperty("bench.program", "target/tandem/bin/tandem"))
            .toAbsolutePath();

    private final Path folder;
    private final String address;
    private final Store store;
    private final List<String> flows;
    private int runs;

    PackagedTandem(Path folder, String address, Store store, List<String> flows) throws IOException {
        this.folder = folder;
        this.address = address;
        this.store = store;
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
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
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
        MeasuredProcess.run(
                folder,
                environment("references"),
                List.of(0),
                command(WITHOUT_BUDGETS, List.of("references", "import", "references.csv")));
    }

    /** @param settings {@code key=value} */
    MeasuredProcess run(String name, List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of(name, "--json"));
        arguments.addAll(flows);
        return MeasuredProcess.run(folder, environment(name), List.of(0, 1), command(settings, arguments));
    }

    /** The command {@code run}, until the process is ended; its console takes any port. */
    Process start(List<String> settings) throws IOException {
        List<String> all = new ArrayList<>(settings);
        all.add("console.port=0");
        ProcessBuilder builder = new ProcessBuilder(command(all, List.of("run")))
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors.txt").toFile()));
        builder.environment().putAll(environment("run"));
        return builder.start();
    }

    private List<String> command(List<String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(PROGRAM.toString());
        command.addAll(arguments);
        command.addAll(List.of("--home", folder.resolve("home").toString()));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        return command;
    }

    private Map<String, String> environment(String command) {
        Map<String, String> environment = new TreeMap<>();
        String heap = System.getProperty("bench.heap", "");
        String options = System.getProperty("bench.options", "").replace("%n", command + ++runs)
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
        store.url().ifPresent(url -> {
            environment.put("STORE_URL", url);
            environment.put("STORE_USER", store.user());
        });
        return environment;
    }
}
