package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The configuration reference can't go stale. */
class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("src/docs/configuration.md");

    @Test
    void saysWhatTheCodeReads() throws IOException {
        if ("write".equals(System.getProperty("reference"))) {
            Files.writeString(PAGE, ConfigurationReference.page());
        }
        assertThat(Files.readString(PAGE))
                .as("%s is stale. Write it again: mvn test -Dtest=ConfigurationReferenceTest -Dreference=write", PAGE)
                .isEqualTo(ConfigurationReference.page());
    }

    @Test
    void saysWhatEverySettingIsFor() {
        assertThat(ConfigurationReference.settings())
                .extracting(Setting::description)
                .doesNotContain("");
    }
}
