package io.tandem.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlanksTest {

    @ParameterizedTest
    @ValueSource(
            chars = {
                ' ', '\t', '\n', '\r', '\u0000', '\u0085', '\u00A0', '\u1680', '\u180E', '\u2007', '\u200B', '\u200E',
                '\u2028', '\u202F', '\u2060', '\u3000', '\uFEFF'
            })
    void takesAwayWhatNobodySees_aroundAText_andNothingInside(char blank) {
        String inside = "ola" + blank + "x";
        assertThat(Blanks.strip("" + blank + blank + inside + blank)).isEqualTo(inside);
        assertThat(Blanks.foldEmail(blank + "Ola@X.no" + blank)).isEqualTo("ola@x.no");
    }

    @Test
    void leavesLettersAndEmojiAlone() {
        assertThat(Blanks.strip("ø\uD83D\uDE00")).isEqualTo("ø\uD83D\uDE00");
    }
}
