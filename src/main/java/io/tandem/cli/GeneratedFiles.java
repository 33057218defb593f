package io.tandem.cli;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder of generated files: only what changed is written, what is no longer generated is removed, and no file that a
 * person wrote is touched.
 */
final class GeneratedFiles {

    private static final Pattern TIME = Pattern.compile("(?m)^Generated: .*$");
    /** Names what was written here: nothing else is ever overwritten or removed. */
    private static final String LIST = "files.txt";

    private static final String HEAD = "# Made by tandem doc, which overwrites and removes these files:\n";

    private final Path folder;

    GeneratedFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * @param written and {@code removed}: paths below the folder
     * @param same files that were as wanted already
     */
    record Outcome(List<String> written, List<String> removed, int same) {}

    /**
     * All or nothing, as far as checks go: a file that would be overwritten but wasn't generated stops it before the first
     * write.
     *
     * @param texts by path below the folder
     */
    Outcome write(Map<String, String> texts) {
        Set<String> mine = listed();
        List<Fault> faults = new ArrayList<>();
        Set<String> written = new TreeSet<>();
        texts.forEach((name, text) -> {
            String before = read(name);
            if (before == null || !sameButForTheTime(before, text)) {
                written.add(name);
                if (before != null && !mine.contains(name)) {
                    faults.add(new Fault(
                            folder.resolve(name).toString(),
                            0,
                            "was not made by tandem doc, so it is not overwritten. Move it away, or choose another folder"
                                    + " with --out"));
                }
            }
        });
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        List<String> gone = mine.stream()
                .filter(name -> !texts.containsKey(name) && read(name) != null)
                .toList();
        String list = HEAD + String.join("\n", new TreeSet<>(texts.keySet())) + "\n";
        if (!list.equals(read(LIST))) {
            put(LIST, list);
        }
        written.forEach(name -> put(name, texts.get(name)));
        gone.forEach(this::delete);
        return new Outcome(List.copyOf(written), gone, texts.size() - written.size());
    }

    private Set<String> listed() {
        String list = read(LIST);
        return list == null
                ? Set.of()
                : list.lines()
                        .filter(name -> name.matches("(documents/)?[^/\\\\#][^/\\\\]*"))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A document's time alone makes no new version of it. */
    private static boolean sameButForTheTime(String before, String text) {
        return TIME.matcher(before).replaceFirst("").equals(TIME.matcher(text).replaceFirst(""));
    }

    private String read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : null;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private void put(String name, String text) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            Path half = file.resolveSibling("." + file.getFileName() + ".part");
            try {
                Files.writeString(half, text);
                Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private void delete(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw failed(folder.resolve(name), e);
        }
    }

    private static ConfigurationFault failed(Path file, IOException e) {
        return new ConfigurationFault(List.of(new Fault(
                file.toString(),
                0,
                "can't be read or written: " + FileTrouble.of(e) + ". Choose another folder with --out")));
    }
}
