package io.tandem.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that a run has loaded, kept in a file that the next start maps into memory instead of loading and checking
 * them again: it takes a third off a start. The launcher names the file, after this Java and this Tandem, and takes it if
 * it is there. Cost: once, a process of its own that works for some seconds, and 70 MB of disk.
 *
 * <p>Source: Java's class data sharing, {@code VM.cds static_dump} of the diagnostic commands.
 */
public final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    /** The launcher sets it if there is no such file yet. */
    private static final String PROPERTY = "tandem.archive";

    private ClassArchive() {}

    /** Makes it where the launcher wants it, beside the work; whatever goes wrong, the next start only takes longer. */
    public static void begin() {
        Optional.ofNullable(System.getProperty(PROPERTY))
                .map(file -> Path.of(file).toAbsolutePath())
                .filter(file -> Files.isWritable(file.getParent()))
                .ifPresent(file -> {
                    Thread thread = new Thread(() -> make(file), "class-archive");
                    thread.setDaemon(true);
                    thread.start();
                });
    }

    private static void make(Path file) {
        Instant began = Instant.now();
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            remove(file.getParent(), "classes-*.jsa.unfinished*");
            dump(unfinished);
            remove(file.getParent(), "classes-*.jsa");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            LOG.debug("kept the loaded classes in {}", file);
        } catch (IOException | JMException | RuntimeException e) {
            LOG.debug("the loaded classes were not kept; the next start takes as long as this one", e);
        } finally {
            removeOutput(began);
        }
    }

    /** Java writes about it to standard output, which is for what commands answer; they have a stream of their own. */
    private static void dump(Path file) throws JMException {
        PrintStream out = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            askToDump(file);
        } finally {
            System.setOut(out);
        }
    }

    private static void askToDump(Path file) throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmCds",
                        new Object[] {new String[] {"static_dump", file.toString()}},
                        new String[] {String[].class.getName()});
    }

    /** Java writes what its process says into the current folder, under that process's number. */
    private static void removeOutput(Instant since) {
        try (DirectoryStream<Path> outputs = Files.newDirectoryStream(Path.of(""), "java_pid*_std{out,err}")) {
            for (Path output : outputs) {
                if (!Files.getLastModifiedTime(output).toInstant().isBefore(since)) {
                    Files.delete(output);
                }
            }
        } catch (IOException e) {
            LOG.debug("what the process said was left behind", e);
        }
    }

    /** Outdated archives, and what a run that was stopped left behind. */
    private static void remove(Path folder, String names) throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, names)) {
            for (Path archive : archives) {
                Files.delete(archive);
            }
        }
    }
}
