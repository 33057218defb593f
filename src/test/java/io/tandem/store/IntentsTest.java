package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Link;
import io.tandem.flow.Side;
import io.tandem.kit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntentsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Database store = TestDatabase.H2.open();

    @AfterEach
    void shut() {
        store.close();
    }

    private Link link(String source) {
        return store.jdbi().withHandle(h -> Links.insert(h, Link.matched("a flow", source, "t" + source, NOW)));
    }

    private static Intent intent(Link link, Side side, String value) {
        return new Intent(
                0,
                link.id(),
                side,
                NOW,
                List.of(
                        new Intent.Value("a->b", TextNode.valueOf(value), IntNode.valueOf(1), null, "latest"),
                        new Intent.Value("c->d", null, null, TextNode.valueOf("before"), "cleared")));
    }

    private Map<Long, List<Intent>> of(Link... links) {
        return store.jdbi()
                .withHandle(h -> Intents.of(h, Stream.of(links).map(Link::id).toList()));
    }

    @Test
    void comeBackAsTheyWereStored_byLinkAndInOrder() {
        Link one = link("1");
        Link two = link("2");
        List<Intent> stored = store.jdbi()
                .inTransaction(h -> Intents.add(
                        h,
                        List.of(
                                intent(one, Side.TARGET, "first"),
                                intent(two, Side.SOURCE, "other"),
                                intent(one, Side.TARGET, "second"))));
        assertThat(stored).extracting(Intent::id).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(of(one, two))
                .hasSize(2)
                .containsEntry(one.id(), List.of(stored.get(0), stored.get(2)))
                .containsEntry(two.id(), List.of(stored.get(1)));
    }

    @Test
    void areForgottenOneByOne() {
        Link link = link("1");
        List<Intent> stored = store.jdbi()
                .inTransaction(h -> Intents.add(
                        h, List.of(intent(link, Side.TARGET, "first"), intent(link, Side.TARGET, "second"))));
        store.jdbi().useTransaction(h -> Intents.forget(h, List.of(stored.get(0))));
        assertThat(of(link)).containsEntry(link.id(), List.of(stored.get(1)));
    }

    @Test
    void noneAreStored_whenNothingIsWritten() {
        assertThat(store.jdbi().<List<Intent>, RuntimeException>inTransaction(h -> Intents.add(h, List.of())))
                .isEmpty();
    }
}
