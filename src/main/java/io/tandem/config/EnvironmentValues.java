package io.tandem.config;

import io.tandem.record.Blanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of keys in the environment, without blanks and line ends around them. A secret may stand in a file instead,
 * as containers mount them: {@code ZENDESK_API_TOKEN_FILE} names the file that holds {@code zendesk.api-token}.
 */
final class EnvironmentValues {

    private static final String IN_A_FILE = "_FILE";

    private final Map<String, String> environment;
    private final List<Fault> faults;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();

    EnvironmentValues(Map<String, String> environment, Collection<Setting> known, List<Fault> faults) {
        this.environment = environment;
        this.faults = faults;
        known.forEach(this::read);
    }

    Map<String, String> values() {
        return values;
    }

    /** By key, the variable that its value came from. */
    Map<String, String> variables() {
        return variables;
    }

    private void read(Setting setting) {
        String variable = Settings.variable(setting.key());
        Optional<String> value = Optional.ofNullable(environment.get(variable)).map(Blanks::strip);
        Optional<String> file = setting.secret() ? file(variable + IN_A_FILE) : Optional.empty();
        if (file.isPresent() && value.filter(text -> !text.isEmpty()).isPresent()) {
            faults.add(new Fault(
                    "",
                    0,
                    variable + " and " + variable + IN_A_FILE + " are both set. Keep the one that holds "
                            + setting.key()));
        }
        if (file.isPresent()) {
            content(variable + IN_A_FILE, file.get()).ifPresent(secret -> take(setting, variable + IN_A_FILE, secret));
        } else {
            value.ifPresent(text -> take(setting, variable, text));
        }
    }

    private void take(Setting setting, String variable, String value) {
        values.put(setting.key(), value);
        variables.put(setting.key(), variable);
    }

    private Optional<String> file(String variable) {
        return Optional.ofNullable(environment.get(variable)).map(Blanks::strip).filter(name -> !name.isEmpty());
    }

    private Optional<String> content(String variable, String name) {
        try {
            return Optional.of(Blanks.strip(Files.readString(Path.of(name))));
        } catch (IOException | InvalidPathException e) {
            faults.add(new Fault(
                    "",
                    0,
                    variable + ": the file " + name
                            + " can't be read. It must be there, be UTF-8, and this user must be"
                            + " allowed to read it"));
            return Optional.empty();
        }
    }
}
