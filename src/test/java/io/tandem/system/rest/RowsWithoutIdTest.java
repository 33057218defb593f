package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tandem.record.EntityKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A listed row without an id can't be linked: it is left out, but not in silence. */
class RowsWithoutIdTest {

    private static final String PAGE = """
            {"items": [
              {"id": null, "touched": "2026-01-05T08:00:00Z", "title": "a"},
              {"touched": "2026-01-05T08:00:00Z", "title": "b"},
              "c",
              {"id": 4, "touched": "2026-01-05T08:00:00Z", "title": "d"}
            ], "next": null}
            """;

    @TempDir
    Path home;

    @Test
    void areCountedInTheLog_andTheOthersGoOn() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(PageProgress.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        List<String> ids = new ArrayList<>();
        try (StubbedSystem shelf = StubbedSystem.answering((line, body) -> StubbedSystem.Reply.json(PAGE))
                .open(home, RestClients.SHELF)) {
            shelf.entity(EntityKey.parse("shelf/book")).fetch(null, Set.of("title"), page -> page.records()
                    .forEach(record -> ids.add(record.key().id())));
        } finally {
            log.detachAppender(lines);
        }
        assertThat(ids).containsExactly("4");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "shelf/book: rows of its list without an id, which take no part: 3. Ask its system's vendor, or"
                                + " look at id in its descriptor");
    }
}
