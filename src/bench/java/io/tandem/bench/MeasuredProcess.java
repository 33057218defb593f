package io.tandem.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A process, and what it took. Linux only: CPU time is what its shell says of its children, memory the kernel's peak.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds of all its threads, in user mode and in the kernel
 * @param peakMegabytes of resident memory
 * @param output its standard output
 */
record MeasuredProcess(double seconds, double cpuSeconds, long peakMegabytes, String output) {

    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");
    private static final long LONGEST_MINUTES = 60;

    /** Its processes run in folders of their own. */
    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

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

    /** @throws IllegalStateException if it ends with another code than those expected */
    static MeasuredProcess run(
            Path folder, Map<String, String> environment, List<Integer> codes, List<String> command) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\"; code=$?; times; exit $code", "sh"));
        all.addAll(command);
        try {
            Files.createDirectories(folder);
            Path output = Files.createTempFile(folder, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(all)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("errors.txt").toFile()));
            builder.environment().putAll(environment);
            long began = System.nanoTime();
            Process process = builder.start();
            long peak = 0;
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peak(process));
                if (System.nanoTime() - began > TimeUnit.MINUTES.toNanos(LONGEST_MINUTES)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    throw new IllegalStateException("not done after " + LONGEST_MINUTES + " minutes, see " + folder);
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            String text = Files.readString(output);
            if (!codes.contains(process.exitValue())) {
                throw new IllegalStateException("exit code " + process.exitValue() + ", see " + folder + "\n" + text);
            }
            return new MeasuredProcess(seconds, cpu(text), peak >> 10, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last line is that of the shell's children. */
    private static double cpu(String text) {
        Matcher matcher = TIME.matcher(text);
        double seconds = 0;
        while (matcher.find()) {
            seconds = Integer.parseInt(matcher.group(1)) * 60
                    + Double.parseDouble(matcher.group(2))
                    + Integer.parseInt(matcher.group(3)) * 60
                    + Double.parseDouble(matcher.group(4));
        }
        return seconds;
    }

    /** In kilobytes. */
    private static long peak(Process shell) {
        return shell.descendants()
                .mapToLong(child -> peak(child.pid()).orElse(0L))
                .max()
                .orElse(0);
    }

    private static Optional<Long> peak(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
