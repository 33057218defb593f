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

    @ParameterizedTest
    @CsvSource({
        "console.public-url,sync.example.com,is not http",
        "console.public-url,https://sync.example.com/tandem,is not http",
        "console.public-url,https://olga:pw@sync.example.com,is not http",
        "console.metrics,off,is neither open nor sign-in"
    })
    void isAFault_whenASettingIsOfNoKnownForm(String key, String value, String message) {
        assertThatThrownBy(() -> ConsoleSettings.of(settings(Map.of(key, value)), NOWHERE))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @Test
    void isAFault_whenAPasswordIsShort_orSignInIsOffWhereOthersReachIt() {
        assertThatThrownBy(() -> new ConsoleSettings(
                        "127.0.0.1", 1, Accounts.of("olga", "seven77", null), false, Optional.empty(), true))
                .hasMessageContaining("at least 8 characters");
        assertThatThrownBy(() -> new ConsoleSettings(
                        "0.0.0.0", 1, Accounts.of("olga", "long enough", null), true, Optional.empty(), true))
                .hasMessageContaining("console.sign-in=off")
                .hasMessageNotContaining("tandem user");
        assertThatThrownBy(() -> new ConsoleSettings(
                        "127.0.0.1",
                        1,
                        Accounts.of("", "", null),
                        true,
                        PublicUrl.parse("https://sync.example.com"),
                        true))
                .hasMessageContaining("console.public-url");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Sync.Example.com/,https://sync.example.com",
        "https://sync.example.com:443/hawtio/,https://sync.example.com",
        "http://server:8377,http://server:8377"
    })
    void readsAPublicUrl_asABrowserNamesItsOrigin(String text, String origin) {
        assertThat(PublicUrl.parse(text)).map(PublicUrl::origin).hasValue(origin);
    }
}
