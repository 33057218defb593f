package io.tandem.bench;

import io.tandem.cli.CommandLines;
import io.tandem.cli.Session;
import io.tandem.document.DocumentParser;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * How long many dataflow documents take: to be read, imported into one site, checked, held against the site, and imported
 * again. Writes seconds to standard output.
 *
 * <p>{@code -Dbench.documents=1000}; half as many show whether the time grows with the number alone. {@code bench.rows=8} of
 * each of their three sections; {@code bench.home}: whose config and routes are taken, else the current folder's.
 */
public final class DataflowDocuments {

    private static final int SECTIONS = 3;

    /** So many systems that each pair of them has one document at most. */
    private final int documents = Integer.getInteger("bench.documents", 1_000);

    private final int rows = Integer.getInteger("bench.rows", 8);
    private final Path home;
    private final List<Path> files = new ArrayList<>();

    private DataflowDocuments(Path folder) throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        Path from = Path.of(System.getProperty("bench.home", "."));
        copy(from.resolve("config"), home.resolve("config"));
        copy(from.resolve("routes"), home.resolve("routes"));
        int systems = 2;
        while (systems * (systems - 1) < documents) {
            systems++;
        }
        for (int i = 0; i < documents; i++) {
            int source = i / (systems - 1);
            int target = i % (systems - 1);
            write(folder, "Sys" + source, "Sys" + (target < source ? target : target + 1));
        }
    }

    public static void main(String[] arguments) throws IOException {
        new DataflowDocuments(Files.createTempDirectory("documents")).run();
    }

    private void run() {
        List<String> all = files.stream().map(Path::toString).toList();
        timed("read", () -> {
            files.forEach(file -> DocumentParser.parse(file.getFileName().toString(), text(file)));
            return 0;
        });
        timed("import", () -> tandem("import", all));
        timed("check", () -> tandem("check", List.of()));
        timed("qa", () -> tandem("qa", all));
        timed("import again", () -> tandem("import", all));
    }

    private void timed(String what, IntSupplier work) {
        long start = System.nanoTime();
        int code = work.getAsInt();
        System.out.printf(
                "%d documents, %s: %.1f s, exit code %d%n", documents, what, (System.nanoTime() - start) / 1e9, code);
    }

    private int tandem(String command, List<String> documents) {
        List<String> arguments = new ArrayList<>(List.of(command, "--home", home.toString(), "--json"));
        arguments.addAll(documents);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return CommandLines.execute(new Session(arguments, home, "bench", nowhere, nowhere, Optional.empty()));
    }

    private void write(Path folder, String source, String target) throws IOException {
        String title = source + " to " + target + " Dataflow";
        String line = "=".repeat(title.length());
        StringBuilder text = new StringBuilder(line + "\n" + title + "\n" + line
                + "\n\nGenerated: 2026-01-02 03:04:05\n\nIntroduction\n------------\n\n");
        for (int i = 0; i < SECTIONS; i++) {
            section(text, source + " Kind" + i, target + " Sort" + i, target);
        }
        Path file = folder.resolve(source.toLowerCase() + "-" + target.toLowerCase() + ".rst");
        Files.writeString(file, text);
        files.add(file);
    }

    private void section(StringBuilder text, String a, String b, String system) {
        String heading = a + " to " + b;
        String table =
                "\n.. list-table::\n   :header-rows: 1\n\n   * - " + a + " Property\n     - " + b + " Property\n";
        text.append(heading).append('\n').append("-".repeat(heading.length())).append('\n');
        text.append("Before any synchronization can take place, a link between a " + a + " and a " + b
                + " must be established.\n\nA " + a + " will merge with a " + b
                + " if one of the following property combinations match:\n" + table
                + "   * - mail\n     - Email\n\nOnce a link between a " + a + " and a " + b
                + " is established, it will keep in sync between the two systems, regardless of where it is edited.\n\n"
                + "The following properties are synchronized between a " + a + " and a " + b + ":\n" + table + "     - "
                + system + " Data Type\n");
        for (int i = 0; i < rows; i++) {
            text.append("   * - p" + i + "\n     - q" + i + "\n     - \"string\"\n");
        }
        text.append('\n');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path there = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(path, there);
                }
            }
        }
    }
}
