package io.tandem.app;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that commands load, kept in a file that the next start maps into memory instead of loading and checking them
 * again: a short command then takes half as long. The launcher names the file, after this Java and this Tandem, and takes it
 * if it is there. A process of its own makes it, which rehearses what commands do (see {@code Rehearsal}): what one run has
 * loaded would lack what other commands need, and all lambdas. Cost: once, some 40 s of a core beside all else, and 90 MB of disk.
 *
 * <p>Source: Java's class data sharing, a static archive from a list of classes: on Java 17 a dynamic one can't hold the
 * classes of picocli. Where it doesn't fit, Java goes on without it.
 */
public final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    /** The launcher sets it if there is no such file yet. */
    private static final String PROPERTY = "tandem.archive";

    private static final String REHEARSAL = "io.tandem.cli.Rehearsal";

    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-Xmx512m", "-Xlog:disable");

    /** What is left in the environment: addresses, credentials and a store of the site are none of a rehearsal's. */
    private static final Set<String> KEPT =
            Set.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TEMP", "SystemRoot");

    /** Where it is there, all else comes first: a command right after the first sync takes as long as ever. */
    private static final Path NICE = Path.of("/usr/bin/nice");

    /** On a machine that has all else to do it takes a quarter of an hour and more. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** An attempt that ended with its command, as under systemd, is not made with each command again. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofDays(1);

    private ClassArchive() {}

    /** Has it made where the launcher wants it, beside the work; whatever goes wrong, the next start only takes longer. */
    public static void begin() {
        wanted().ifPresent(ClassArchive::begin);
    }

    /** The same for a command that ends: once a day at the most. */
    public static void beginUnlessTriedLately() {
        wanted().filter(file -> !triedLately(file)).ifPresent(ClassArchive::begin);
    }

    private static Optional<Path> wanted() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(file -> Path.of(file).toAbsolutePath())
                .filter(file -> Files.isWritable(file.getParent()));
    }

    private static boolean triedLately(Path file) {
        try {
            return Files.getLastModifiedTime(unfinished(file))
                    .toInstant()
                    .isAfter(Instant.now().minus(BETWEEN_ATTEMPTS));
        } catch (IOException none) {
            return false;
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".unfinished");
    }

    /** In a process that outlives this one, which may end before the archive is made. */
    private static void begin(Path file) {
        try {
            remove(file.getParent(), "classes-*.jsa.unfinished");
            Files.createFile(unfinished(file));
            java(Path.of("").toAbsolutePath(), List.of(), ClassArchive.class.getName(), file.toString());
        } catch (IOException | RuntimeException e) {
            LOG.debug("the classes are not kept; the next start takes as long as this one", e);
        }
    }

    /** That process. @param arguments the file */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("tandem-classes");
        try {
            String list = folder.resolve("classes.txt").toString();
            boolean whole = ended(java(folder, List.of("-XX:DumpLoadedClassList=" + list), REHEARSAL))
                    && ended(java(
                            folder,
                            List.of(
                                    "-Xshare:dump",
                                    // as the launcher gives them: a Java without these options makes no archive
                                    "-XX:+UnlockDiagnosticVMOptions",
                                    "-XX:ArchiveRelocationMode=0",
                                    "-XX:C1MaxInlineSize=20",
                                    "-XX:SharedClassListFile=" + list,
                                    "-XX:SharedArchiveFile=" + unfinished(file))));
            if (whole && Files.size(unfinished(file)) > 0) {
                remove(file.getParent(), "classes-*.jsa");
                Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            delete(folder);
        }
    }

    /** @return whether it did all that it should: what half of a rehearsal loaded would be taken by each start from then on */
    private static boolean ended(Process process) throws InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue() == 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path one : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static Process java(Path folder, List<String> options, String... mainAndArguments) throws IOException {
        List<String> command =
                new ArrayList<>(Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "19") : List.of());
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        process.environment().keySet().retainAll(KEPT);
        Process started = process.start();
        started.getOutputStream().close();
        return started;
    }

    /** Outdated archives, and what an attempt that was ended left behind. */
    private static void remove(Path folder, String names) throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, names)) {
            for (Path archive : archives) {
                Files.delete(archive);
            }
        }
    }
}
