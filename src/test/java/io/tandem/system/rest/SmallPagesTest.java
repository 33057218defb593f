package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that gives smaller pages than it was asked for, and doesn't say so. */
class SmallPagesTest {

    private static final EntityKey BOOKS = EntityKey.parse("shelf/book");
    private static final String SINCE = "stamp:2026-01-05T08:00:00Z";
    private static final String SHELF = """
            system: shelf
            title: Shelf, which pages by number
            settings: {url: {}, key: {secret: true}}
            clients: {api: {url: "{shelf.url}", auth: [{bearer: "{shelf.key}"}]}}
            entities:
              book:
                modified: touched
                overlap: 10s
                properties: {title: writable}
                fetch:
                  call: GET /books
                  paging: page
                  since: {since: "{since}", page: "{page}", size: "{size}"}
                  page_size: 5000
            """;

    @TempDir
    Path home;

    private final List<Integer> pages = new ArrayList<>();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private int first = 1;

    @AutoClose
    private final StubbedSystem shelf = StubbedSystem.answering(this::answer);

    @BeforeEach
    void serve() throws Exception {
        shelf.open(home, SHELF);
    }

    private StubbedSystem.Reply answer(String line, JsonNode body) {
        int page = Integer.parseInt(line.replaceFirst(".*page=(\\d+).*", "$1"));
        ArrayNode books = Json.MAPPER.createArrayNode();
        asked.add(page);
        int rows = page - first < pages.size() ? pages.get(page - first) : 0;
        for (int i = 0; i < rows; i++) {
            books.addObject().put("id", page * 1000 + i).put("title", "t").put("touched", "2026-01-05T08:00:00Z");
        }
        return StubbedSystem.Reply.json(books.toString());
    }

    private List<Integer> rowsOfEachPage() {
        List<Integer> rows = new ArrayList<>();
        shelf.entity(BOOKS)
                .fetch(SINCE, Set.of("title"), page -> rows.add(page.records().size()));
        return rows;
    }

    @Test
    void readsOn_whenAnIncrementsPagesAreSmallerThanAskedFor() {
        pages.addAll(List.of(10, 10, 3));
        assertThat(rowsOfEachPage()).containsExactly(10, 10, 3);
    }

    @Test
    void beginsAtZero_whereTheApiCountsSo() throws Exception {
        shelf.open(home, SHELF.replace("paging: page", "paging: page\n      from_zero: true"));
        first = 0;
        pages.addAll(List.of(10, 10, 3));
        assertThat(rowsOfEachPage()).containsExactly(10, 10, 3);
        assertThat(asked).startsWith(0, 1, 2);
    }

    @Test
    void asksOnce_whenAnIncrementHasAFewRows() {
        pages.add(3);
        assertThat(rowsOfEachPage()).containsExactly(3);
    }
}
