package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.EntityKey;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a list of pages gets anywhere: it notices a page that repeats the one before, a list that has no end, and rows that
 * are no record.
 */
final class PageProgress {

    private static final Logger LOG = LoggerFactory.getLogger(PageProgress.class);

    /** Pages in a row without any row: filters leave some out, but hardly so many. */
    private static final int MOST_EMPTY = 1_000;

    private static final long MOST_ROWS = 10_000_000;

    private final long mostRows;
    private long before;
    private int repeats;
    private long rows;
    private int empty;
    private long nameless;

    /** @param mostRows that one list may have: a number; anything else leaves {@link #MOST_ROWS} */
    PageProgress(Optional<String> mostRows) {
        this.mostRows = mostRows.filter(text -> text.matches("\\d{1,12}"))
                .map(Long::valueOf)
                .orElse(MOST_ROWS);
    }

    /** Takes note of a page, without keeping it. */
    void page(PageRows whole) {
        List<JsonNode> page = whole.all();
        nameless += whole.nameless();
        long shown = page.isEmpty() ? 0 : QuickHash.of(page);
        repeats = !page.isEmpty() && shown == before ? repeats + 1 : 0;
        before = shown;
        rows += page.size();
        empty = page.isEmpty() ? empty + 1 : 0;
    }

    /** The list is at its end: says how many of its rows were left out. */
    void end(EntityKey entity) {
        if (nameless > 0) {
            LOG.warn(
                    "{}: rows of its list without an id, which take no part: {}. Ask its system's vendor, or look at id in"
                            + " its descriptor",
                    entity,
                    nameless);
        }
    }

    /** How often the page before has been shown again by now. */
    int repeats() {
        return repeats;
    }

    /** The next page may show the same, because the list is read from elsewhere. */
    void restart() {
        before = 0;
    }

    /** Why the list is given up; empty if it may go on. */
    Optional<String> endless() {
        if (rows > mostRows) {
            return Optional.of("its list has more than " + mostRows
                    + " rows and doesn't end; set http.list-limit higher if it really is so long");
        }
        return empty > MOST_EMPTY
                ? Optional.of("its list had " + empty + " empty pages in a row and doesn't end")
                : Optional.empty();
    }
}
