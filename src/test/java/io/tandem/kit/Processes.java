package io.tandem.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The application as a process of its own, with a home's configuration, in a folder where all it makes stays. */
public record Processes(Path home, Path folder, Map<String, String> environment, List<String> java) {

    /**
     * For short lives: the optimizing compiler costs half of a start, a second collector thread memory, and each growth of a
     * small metaspace a collection of all.
     */
    public static final List<String> QUICK =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:MetaspaceSize=128m");

    public Process start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        command.addAll(QUICK);
        command.addAll(java);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.tandem.Tandem"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out(name).toFile())
                .redirectError(err(name).toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    public Path out(String name) {
        return folder.resolve(name + ".out");
    }

    public Path err(String name) {
        return folder.resolve(name + ".err");
    }

    public String said(String name) throws IOException {
        return Files.readString(out(name)) + Files.readString(err(name));
    }

    /** @return its exit code */
    public int run(String name, String... arguments) throws IOException, InterruptedException {
        Process process = start(name, arguments);
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).as(name + " ends").isTrue();
        return process.exitValue();
    }
}
