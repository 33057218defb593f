package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateBodyTest {

    /** As RFC 6901 says: a member's own slash is no step down. */
    @ParameterizedTest
    @CsvSource({"name,/name", "address.city,/address/city", "km/h,/km~1h", "a~1.b/c,/a~01/b~1c"})
    void aPatchNamesAMember_whateverCharactersItHas(String path, String pointer) {
        assertThat(UpdateBody.pointer(path)).isEqualTo(pointer);
    }
}
