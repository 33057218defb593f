package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuickHashTest {

    private static final List<String> PAGES = List.of(
            "[{\"id\":1}]",
            "[{\"id\":2}]",
            "[{\"id\":\"1\"}]",
            "[{\"id\":1.5}]",
            "[{\"id\":null}]",
            "[{\"id\":true}]",
            "[{\"id\":[]}]",
            "[{\"id\":{}}]",
            "[{\"id\":[1,2]}]",
            "[{\"id\":[2,1]}]",
            "[{\"id\":[[1],2]}]",
            "[{\"id\":[[1,2]]}]",
            "[{\"it\":1}]",
            "[{\"id\":1},{\"id\":1}]",
            "[{\"id\":1},{\"id\":2}]",
            "[{\"id\":2},{\"id\":1}]",
            "[{\"name\":\"Aa\"}]",
            "[{\"name\":\"BB\"}]",
            "[{\"name\":\"ab\",\"mail\":\"c\"}]",
            "[{\"name\":\"a\",\"mail\":\"bc\"}]");

    @Test
    void tellsPagesApart() {
        assertThat(PAGES.stream().map(QuickHashTest::hash)).doesNotHaveDuplicates();
    }

    @Test
    void isTheSameForTheSame() {
        assertThat(Stream.of(PAGES.get(9), PAGES.get(9))
                        .map(QuickHashTest::hash)
                        .distinct())
                .hasSize(1);
    }

    private static long hash(String page) {
        try {
            JsonNode rows = Json.MAPPER.readTree(page);
            return QuickHash.of(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
