package io.tandem.system.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextLinkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</books?page=2>; rel=\"next\"",
                "</books?page=2>;rel=next",
                "</books?page=1>; rel=\"first\", </books?page=2>; rel=\"next\", </books?page=9>; rel=\"last\"",
                "</books?a=1,2>; title=\"one, two\"; rel=\"prev\", </books?page=2>; title=\"<next>, or so\"; REL=\"start NEXT\"",
            })
    void findsTheNextPageAmongTheLinksOfAHeader(String header) {
        assertThat(NextLink.inHeader(header)).contains("/books?page=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "</books?page=1>; rel=\"prev\"",
                "</books?page=2>; rel=\"nextest\"",
                "</books?page=2>; title=\"next\"",
                "/books?page=2"
            })
    void findsNone_whereNoLinkSaysNext(String header) {
        assertThat(NextLink.inHeader(header)).isEmpty();
    }

    /** Vendors leave blanks and bars of their filters as they are; on whose host a link stands says nothing. */
    @ParameterizedTest
    @CsvSource({
        "'/b?$filter=(Id eq ''a|b'')', /b?$filter=(Id%20eq%20'a%7Cb')",
        "' https://other.example/b?q=100%&r=%2B ', /b?q=100%25&r=%2B",
        "'//other.example/b?q=<\">', /b?q=%3C%22%3E",
        "'https://user:word@OTHER.example:8/b', /b",
    })
    void leadsToPathAndQuery_howeverTheyAreWritten(String link, String target) {
        assertThat(NextLink.target("https://desk.example/a", link)).contains(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a b?page=2", "https://desk.example\\@other.example/b", "https://desk|example/b"})
    void isNone_whereWhatIsNotAllowedStandsBeforeItsQuery(String link) {
        assertThat(NextLink.target("https://desk.example/a", link)).isEmpty();
    }

    @Test
    void endsSoon_whateverAHeaderHolds() {
        assertThat(NextLink.inHeader("<".repeat(50_000) + "\"".repeat(50_001))).isEmpty();
    }
}
