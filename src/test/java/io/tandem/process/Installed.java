package io.tandem.process;

import io.tandem.kit.Processes;
import io.tandem.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The packaged application, run as its operator does: {@code java -jar tandem.jar}, in a folder and processes of its own. */
final class Installed {

    private static final Path JAR = Path.of("target/tandem/tandem.jar").toAbsolutePath();

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> settings = new ArrayList<>();

    /** @param name of its folder below {@code target/processes}, which stays to be looked at */
    Installed(String name) {
        this.folder = Path.of("target/processes", name + "-" + System.currentTimeMillis())
                .toAbsolutePath();
    }

    static boolean isPackaged() {
        return Files.exists(JAR);
    }

    /** Only the systems whose names are given; the others stay off. */
    Installed against(Sandbox sandbox, String... systems) {
        sandbox.settings().forEach((key, value) -> {
            if (List.of(systems).contains(key.substring(0, key.indexOf('.')))) {
                environment.put(key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"), value);
            }
        });
        return this;
    }

    Installed with(String key, String value) {
        settings.add("--set=" + key + "=" + value);
        return this;
    }

    String setting(String key) {
        String option = "--set=" + key + "=";
        return settings.stream()
                .filter(setting -> setting.startsWith(option))
                .map(setting -> setting.substring(option.length()))
                .findFirst()
                .orElseThrow();
    }

    /** A site's own copy of the configuration, with one more row in a flow. */
    Installed withRow(String flow, String row) {
        Path home = folder.resolve("home");
        try (var files = Files.walk(JAR.getParent())) {
            for (Path file : files.toList()) {
                Path within = JAR.getParent().relativize(file);
                if (Files.isRegularFile(file) && (within.startsWith("config") || within.startsWith("routes"))) {
                    Files.createDirectories(home.resolve(within).getParent());
                    Files.copy(file, home.resolve(within));
                }
            }
            Path flowFile = home.resolve("config/flows/" + flow + ".yaml");
            Files.writeString(flowFile, Files.readString(flowFile).replace("extra: []", "extra: [" + row + "]"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.add("--home=" + home);
        return this;
    }

    /** On the same store as another. */
    Installed sharing(Installed other) {
        other.settings.stream().filter(s -> s.startsWith("--set=store.")).forEach(settings::add);
        return this;
    }

    Process start(String... command) {
        List<String> line =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m"));
        line.addAll(Processes.QUICK);
        line.addAll(List.of("-jar", JAR.toString()));
        line.addAll(List.of(command));
        line.addAll(settings);
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
            builder.environment().putAll(environment);
            return builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. @return its exit code */
    int run(String... command) {
        try {
            Process process = start(command);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end; see " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Path log() {
        return folder.resolve("tandem.log");
    }
}
