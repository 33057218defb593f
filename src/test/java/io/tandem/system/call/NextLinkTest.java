package io.tandem.system.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void endsSoon_whateverAHeaderHolds() {
        assertThat(NextLink.inHeader("<".repeat(50_000) + "\"".repeat(50_001))).isEmpty();
    }
}
