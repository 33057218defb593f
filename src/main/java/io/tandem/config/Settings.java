package io.tandem.config;

import io.tandem.record.Blanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Configuration keys and their values: from {@code config/application.properties}, then {@code -Dkey=value}, then the
 * environment ({@code zendesk.api-token} is {@code ZENDESK_API_TOKEN}), then {@code --set}; later ones win. Immutable.
 */
public final class Settings {

    private static final String FILE = "config/application.properties";
    /** Keys of the engine's own; their owners check them. */
    private static final List<String> ENGINE = List.of("camel.", "quartz.", "org.quartz.");

    /** Areas in which Java has keys of its own. */
    private static final Set<String> SHARED_AREAS = Set.of("", "http.");

    private final Sources sources;
    private final Map<String, String> values;
    private final Origins origins;

    private Settings(Sources sources, Map<String, String> values, Origins origins) {
        this.sources = sources;
        this.values = Map.copyOf(values);
        this.origins = origins;
    }

    /**
     * Where values come from; tests hand in their own.
     *
     * @param file the text of {@code config/application.properties} when it was read; empty if it could not be
     */
    public record Sources(
            Path home,
            Optional<String> file,
            Map<String, String> system,
            Map<String, String> environment,
            Map<String, String> set) {

        public Sources(
                Path home, Map<String, String> system, Map<String, String> environment, Map<String, String> set) {
            this(home, read(home.resolve(FILE)), system, environment, set);
        }

        private static Optional<String> read(Path file) {
            try {
                return Optional.of(TextFile.read(file));
            } catch (IOException unreadable) {
                return Optional.empty(); // a file that is there but can't be read is reported as a fault
            }
        }

        /** Names only: values may be secret. */
        @Override
        public String toString() {
            return "Sources of " + home;
        }

        public static Sources of(Path home, Surroundings around, Map<String, String> set) {
            return new Sources(home, around.properties(), around.environment(), set);
        }
    }

    /** Reads all sources; what is wrong is added to the faults. */
    public static Settings load(Sources sources, Collection<Setting> known, List<Fault> faults) {
        Map<String, String> values = new LinkedHashMap<>();
        Origins origins = new Origins();
        values.putAll(file(sources, known, origins, faults));
        Map<String, String> system = system(sources.system(), known, faults);
        refuseSecrets("-D", system, known, faults);
        refuseSecrets("--set ", sources.set(), known, faults);
        system.forEach((key, value) -> {
            values.put(key, Blanks.strip(value));
            origins.put(key, "-D" + key);
        });
        EnvironmentValues environment = new EnvironmentValues(sources.environment(), known, faults);
        values.putAll(environment.values());
        environment.variables().forEach(origins::put);
        sources.set().forEach((key, value) -> {
            if (unknown(key, known)) {
                faults.add(new Fault("", 0, "--set " + key + ": " + unknownKey(key, known)));
            }
            values.put(key, Blanks.strip(value));
            origins.put(key, "--set " + key);
        });
        values.forEach((key, value) -> {
            if (value.chars().anyMatch(Character::isISOControl)) {
                faults.add(origins.located(new Fault(
                        "", 0, key + ": the value has a line end or another control character inside. Set it again")));
            }
        });
        addDefaults(values, known);
        checkValues(values, known, faults);
        return new Settings(sources, values, origins);
    }

    /** Also where a value is set to nothing. */
    private static void addDefaults(Map<String, String> values, Collection<Setting> known) {
        known.stream()
                .filter(setting ->
                        setting.defaultValue() != null && !setting.key().contains("*"))
                .forEach(setting -> values.merge(
                        setting.key(), setting.defaultValue(), (set, otherwise) -> set.isBlank() ? otherwise : set));
    }

    /** The same fault with the place that set the key which its message begins with: a file's line, or a variable. */
    public Fault located(Fault fault) {
        return origins.located(fault);
    }

    /** What these settings were read from, as it was then. */
    public Sources sources() {
        return sources;
    }

    /** The environment variable of a key. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** System properties that are ours or the engine's; one that only looks like ours is a fault. */
    private static Map<String, String> system(
            Map<String, String> properties, Collection<Setting> known, List<Fault> faults) {
        Set<String> areas = known.stream().map(setting -> area(setting.key())).collect(Collectors.toSet());
        areas.removeAll(SHARED_AREAS);
        Map<String, String> values = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (!unknown(key, known)) {
                values.put(key, value);
            } else if (areas.contains(area(key))) {
                faults.add(new Fault("", 0, "-D" + key + ": " + unknownKey(key, known)));
            }
        });
        return values;
    }

    private static String area(String key) {
        return key.contains(".") ? key.substring(0, key.indexOf('.') + 1) : "";
    }

    private static Map<String, String> file(
            Sources sources, Collection<Setting> known, Origins origins, List<Fault> faults) {
        Path file = sources.home().resolve(FILE);
        Map<String, String> values = new LinkedHashMap<>();
        if (sources.file().isEmpty()) {
            if (Files.exists(file)) {
                faults.add(new Fault(FILE, 0, "can't be read; it must be UTF-8, and this user must be allowed to"));
            }
            return values;
        }
        PropertiesFile read = PropertiesFile.read(FILE, sources.file().get(), faults);
        read.values().forEach((key, value) -> {
            int line = read.line(key);
            if (unknown(key, known)) {
                faults.add(new Fault(FILE, line, unknownKey(key, known)));
            }
            if (isSecret(key, known) && othersCanRead(file)) {
                faults.add(new Fault(
                        FILE,
                        line,
                        key + " is a secret, but others than the owner can read this file. Use the environment ("
                                + variable(key) + "), or: chmod 600 " + FILE));
            }
            values.put(key, value);
            origins.put(key, FILE, line);
        });
        return values;
    }

    /** Everybody who lists the machine's processes reads their command lines. */
    private static void refuseSecrets(
            String option, Map<String, String> given, Collection<Setting> known, List<Fault> faults) {
        given.forEach((key, value) -> {
            if (isSecret(key, known) && !value.isBlank()) {
                faults.add(new Fault(
                        "",
                        0,
                        option + key + ": a secret can't stand on a command line, where others can read it."
                                + " Use the environment (" + variable(key) + "), or " + FILE
                                + " if only its owner can read it"));
            }
        });
    }

    private static boolean isSecret(String key, Collection<Setting> known) {
        return known.stream().anyMatch(setting -> setting.secret() && setting.matches(key));
    }

    private static boolean othersCanRead(Path file) {
        try {
            if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
                return false;
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean unknown(String key, Collection<Setting> known) {
        return ENGINE.stream().noneMatch(key::startsWith) && known.stream().noneMatch(s -> s.matches(key));
    }

    private static String unknownKey(String key, Collection<Setting> known) {
        String area = area(key);
        List<String> near = known.stream()
                .map(Setting::key)
                .filter(k -> area.isEmpty() || k.startsWith(area))
                .sorted()
                .toList();
        return "unknown key " + key + ". Known: "
                + String.join(
                        ", ",
                        near.isEmpty()
                                ? known.stream().map(Setting::key).sorted().toList()
                                : near);
    }

    private static void checkValues(Map<String, String> values, Collection<Setting> known, List<Fault> faults) {
        for (Setting setting : known) {
            String value = values.get(setting.key());
            if (value != null && !setting.known().isEmpty() && !setting.known().contains(value)) {
                faults.add(new Fault(
                        "",
                        0,
                        setting.key() + ": unknown value" + (setting.secret() ? "" : " " + value) + ". Known: "
                                + String.join(", ", setting.known())));
            }
            if (value != null && !value.isBlank() && !setting.form().isEmpty() && !value.matches(setting.form())) {
                faults.add(new Fault(
                        "",
                        0,
                        setting.key() + ": " + (setting.secret() ? "the value" : value) + " is not as wanted: "
                                + setting.description()));
            }
        }
    }

    /** The value; empty if it isn't set, or set to nothing. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    /** All keys that begin with a prefix, with their values. */
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key, value);
            }
        });
        return found;
    }

    /** Names only: values may be secret. */
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
