package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::"})
    void isAFault_whenItListensElsewhereWithoutPassword(String host) {
        assertThatThrownBy(() -> new ConsoleSettings(host, 8377, "", ""))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("console.password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void needsNoPassword_whenItListensOnLoopback(String host) {
        assertThat(new ConsoleSettings(host, 8377, "", "").signInRequired()).isFalse();
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThatThrownBy(() -> new ConsoleSettings("0.0.0.0", 70_000, "operator", ""))
                .isInstanceOfSatisfying(ConfigurationFault.class, fault -> assertThat(fault.faults())
                        .hasSize(3));
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(new ConsoleSettings("127.0.0.1", 1, "operator", "s3cret").toString())
                .doesNotContain("s3cret");
    }
}
