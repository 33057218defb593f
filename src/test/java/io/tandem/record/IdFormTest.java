package io.tandem.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What spreadsheets make of ids is brought to the API's form, or refused. */
class IdFormTest {

    private static IdForm form(String name) {
        return IdForm.of(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "001A0000006Vm9u, 001A0000006Vm9uIAC",
        "0015000000Gv7qJ, 0015000000Gv7qJAAR",
        "001A0000006Vm9uIAC, 001A0000006Vm9uIAC"
    })
    void writesACaseSafeIdWithItsChecksum(String written, String id) {
        assertThat(form("case-safe").id(written)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.60012E+13", "3,6E13", "#N/A", "NULL", "null", "N/A"})
    void refusesWhatNoSystemHas(String written) {
        assertThatThrownBy(() -> IdForm.ANY.id(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36 001 234", "36001234.0", "007", "1e5", "12a", ""})
    void refusesWhatIsNoInteger(String written) {
        assertThatThrownBy(() -> form("integer").id(written)).hasMessageContaining("digits alone");
    }

    @Test
    void takesLargeIntegers_uuids_andOwnForms() {
        assertThat(form("integer").id("36001234567890123")).isEqualTo("36001234567890123");
        assertThat(form("uuid").id("0b0e1f8e-8f0e-4b7e-9d5e-0a1b2c3d4e5f")).startsWith("0b0e");
        assertThat(form("C-\\d+").id("C-7")).isEqualTo("C-7");
        assertThat(IdForm.of("C-(")).isEmpty();
        assertThatThrownBy(() -> form("C-\\d+").id("7")).hasMessageContaining("C-\\d+");
    }

    @Test
    void refusesAnIdThatTheStoreCannotHold() {
        assertThatThrownBy(() -> IdForm.ANY.id("x".repeat(401))).hasMessageContaining("is no id");
        assertThatThrownBy(() -> IdForm.ANY.id("a\u0000b")).hasMessageContaining("is no id");
    }
}
