package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.flow.FlowFiles;
import io.tandem.system.rest.Systems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped settings file documents every key, and stays right when somebody takes a line's comment sign away. */
class SettingsFileTest {

    private final Map<String, String> documented = new TreeMap<>();
    private List<Setting> known;

    @BeforeEach
    void read() throws IOException {
        for (String line : Files.readAllLines(Path.of("config/application.properties"))) {
            if (line.matches("#[a-z][^ ]*=.*")) {
                documented.put(line.substring(1, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        List<Fault> faults = new ArrayList<>();
        known = Configuration.known(Systems.load(Path.of(""), faults), FlowFiles.names(Path.of("")));
        assertThat(faults).isEmpty();
    }

    @Test
    void documentsEveryKey() {
        assertThat(documented.keySet())
                .containsAll(known.stream()
                        .map(Setting::key)
                        .filter(key -> !key.startsWith("schedule.zendesk-") && !key.startsWith("schedule.salesforce-"))
                        .filter(key -> !key.contains("*"))
                        .toList());
    }

    @Test
    void namesTheDefaultThatHolds() {
        known.stream()
                .filter(setting -> setting.defaultValue() != null)
                .filter(setting -> !setting.defaultValue().startsWith("{"))
                .forEach(setting -> assertThat(documented).containsEntry(setting.key(), setting.defaultValue()));
    }

    @Test
    void setsNothing_asShipped() throws IOException {
        assertThat(Files.readAllLines(Path.of("config/application.properties")))
                .allMatch(line -> line.isBlank() || line.startsWith("#"));
    }

    @Test
    void namesValuesThatAreAllowed() {
        Home home = new Home(Path.of(""), documented, false);
        assertThat(Configuration.load(home).faults()).isEmpty();
    }
}
