package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleSettingsTest {

    private static final Path NOWHERE = Path.of("target/no-data");

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::"})
    void isAFault_whenItListensElsewhereWithoutPassword(String host) {
        assertThatThrownBy(
                        () -> new ConsoleSettings(host, 8377, Accounts.of("", "", null), false, Optional.empty(), true))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("console.password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void needsNoUser_whenItListensOnLoopback(String host) {
        assertThat(new ConsoleSettings(host, 8377, Accounts.of("", "", null), false, Optional.empty(), true)
                        .signInRequired())
                .isTrue();
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThatThrownBy(() -> new ConsoleSettings(
                        "0.0.0.0", 70_000, Accounts.of("operator:", "", null), false, Optional.empty(), true))
                .isInstanceOfSatisfying(ConfigurationFault.class, fault -> assertThat(fault.faults())
                        .hasSize(3));
    }

    @ParameterizedTest
    @CsvSource({"http,is not a port", "99999,is not a port"})
    void isAFault_whenThePortIsNone(String port, String message) {
        assertThatThrownBy(() -> ConsoleSettings.of(settings(Map.of("console.port", port)), NOWHERE))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining(message);
    }

    @Test
    void listensOnLoopback_whenNothingIsSet() {
        ConsoleSettings settings = ConsoleSettings.of(settings(Map.of()), NOWHERE);

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8377);
        assertThat(settings.signInRequired()).isTrue();
    }

    private static Settings settings(Map<String, String> set) {
        return Settings.load(
                new Settings.Sources(Path.of("target/no-home"), Map.of(), Map.of(), set),
                ConsoleSettings.known(),
                new ArrayList<>());
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(new ConsoleSettings(
                                "127.0.0.1",
                                1,
                                Accounts.of("operator", "s3cret-pw", null),
                                false,
                                Optional.empty(),
                                true)
                        .toString())
                .doesNotContain("s3cret-pw");
    }
}
