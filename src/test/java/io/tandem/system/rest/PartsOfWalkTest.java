package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.Page;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk over what this process wrote reads parts of the list at the same time, and loses nothing. */
class PartsOfWalkTest {

    private static final String CARDS = StubbedSystem.DESK + """
            parallel: 4
            entities:
              card:
                modified: touched
                overlap: 10s
                properties: {title: writable}
                fetch:
                  call: GET /cards
                  paging: cursor
                  since: {since: "{since}"}
                  following: {after: "{cursor}"}
                  page_size: 10
                  side_by_side: true
                  items: items
                  next: next
                create: {call: POST /cards, body: {"...": "{values}"}, record: ""}
            """;

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final String BEFORE = new Watermark(null, START, false).text();
    private static final int PAGE = 10;

    @TempDir
    Path home;

    /** What the list shows, in its order: by stamp, then id. */
    private final NavigableMap<String, Integer> cards = new ConcurrentSkipListMap<>();

    private final AtomicInteger ids = new AtomicInteger();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Page> pages = new ArrayList<>();
    private volatile CountDownLatch together = new CountDownLatch(0);
    private volatile Predicate<String> failing = line -> false;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.handling(this::answer);

    private EntityClient card;

    @BeforeEach
    void serve() throws Exception {
        desk.open(home, CARDS);
        card = desk.entity(EntityKey.parse("desk/card"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode body = exchange.getRequestMethod().equals("POST")
                ? Json.MAPPER.readTree(exchange.getRequestBody())
                : Json.MAPPER.createObjectNode();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        StubbedSystem.Reply reply = failing.test(query)
                ? new StubbedSystem.Reply(400, "application/json", "{\"error\": \"no\"}")
                : StubbedSystem.Reply.json(
                        (body.isEmpty() ? list(query) : shown(add(ids.incrementAndGet()))).toString());
        reply.send(exchange);
    }

    /** A card a second. */
    private String add(int id) {
        String place = place(START.plusSeconds(id), id);
        cards.put(place, id);
        return place;
    }

    private static String place(Instant stamp, int id) {
        return stamp + "/" + String.format("%06d", id);
    }

    private ObjectNode shown(String place) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", cards.get(place))
                .put("title", "t")
                .put("touched", place.substring(0, place.indexOf('/')));
    }

    private ObjectNode list(String query) {
        asked.add(query);
        if (query.startsWith("since=")) {
            together.countDown();
            awaitOthers();
        }
        String from = query.substring(query.indexOf('=') + 1);
        ArrayNode items = Json.MAPPER.createArrayNode();
        String last = "";
        for (String place : cards.tailMap(from, query.startsWith("since=")).keySet()) {
            if (items.size() == PAGE) {
                return Json.MAPPER.createObjectNode().put("next", last).set("items", items);
            }
            items.add(shown(place));
            last = place;
        }
        return Json.MAPPER.createObjectNode().putNull("next").set("items", items);
    }

    private void awaitOthers() {
        try {
            assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void create(int records) {
        List<Write> writes = IntStream.range(0, records)
                .<Write>mapToObj(i ->
                        new Write.Create("desk/" + i, "key-" + i, Values.of(Map.of("title", TextNode.valueOf("t")))))
                .toList();
        card.write(writes, Set.of("title"));
    }

    private void fetch(String watermark) {
        card.fetch(watermark, Set.of("title"), pages::add);
    }

    private List<Integer> shown() {
        return pages.stream()
                .flatMap(page -> page.records().stream())
                .map(record -> Integer.valueOf(record.key().id()))
                .distinct()
                .sorted()
                .toList();
    }

    private List<Integer> all() {
        return cards.values().stream().sorted().toList();
    }

    private List<String> watermarks() {
        return pages.stream()
                .map(Page::watermark)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    @Test
    void readsFourPartsAtTheSameTime_withAPageMoreForEachAtMost() {
        create(160);
        together = new CountDownLatch(4);
        fetch(BEFORE);
        assertThat(shown()).isEqualTo(all()).hasSize(160);
        assertThat(asked).hasSizeLessThanOrEqualTo(16 + 4);
        assertThat(watermarks())
                .singleElement()
                .isEqualTo(pages.get(pages.size() - 1).watermark());
        assertThat(Watermark.parse(watermarks().get(0)).stamp()).isEqualTo(START.plusSeconds(160));
    }

    @Test
    void showsWhatOthersWroteBetween() {
        create(150);
        IntStream.rangeClosed(1, 60)
                .forEach(i -> cards.put(place(START.plusSeconds(70).plusMillis(i), 1_000 + i), 1_000 + i));
        IntStream.rangeClosed(1, 35).forEach(i -> cards.put(place(START.plusSeconds(200 + i), 2_000 + i), 2_000 + i));
        fetch(BEFORE);
        assertThat(shown()).isEqualTo(all()).hasSize(245);
        assertThat(Watermark.parse(watermarks().get(0)).stamp()).isEqualTo(START.plusSeconds(235));
    }

    @Test
    void showsWhatWasEditedInBetween_nowOrNextTime() {
        create(160);
        card.fetch(BEFORE, Set.of("title"), page -> {
            pages.add(page);
            cards.remove(place(START.plusSeconds(35), 35));
            cards.put(place(START.plusSeconds(500), 35), 35);
        });
        fetch(watermarks().get(0));
        assertThat(shown()).isEqualTo(all()).contains(35);
    }

    @Test
    void hasNoWatermark_whenAPartFails() {
        create(160);
        failing = query -> query.startsWith("after=") && query.contains("08:01:3");
        assertThatThrownBy(() -> fetch(BEFORE)).isInstanceOf(SystemException.class);
        assertThat(watermarks()).isEmpty();
    }

    @Test
    void handsOutNothingMore_whenAPageCouldNotBeStored() {
        create(160);
        assertThatThrownBy(() -> card.fetch(BEFORE, Set.of("title"), page -> {
                    pages.add(page);
                    throw new IllegalArgumentException("full");
                }))
                .hasMessage("full");
        assertThat(pages).hasSize(1);
    }

    @Test
    void readsAShortListAndAWholeOneInOnePart() {
        create(50);
        fetch(BEFORE);
        fetch(null);
        assertThat(asked).filteredOn(query -> query.startsWith("since=")).hasSize(2);
        assertThat(pages.stream()
                        .map(Page::records)
                        .mapToInt(List<SyncRecord>::size)
                        .sum())
                .isEqualTo(100);
    }

    @Test
    void forgetsWhatNoLaterWalkShows() {
        create(160);
        fetch(new Watermark(null, START.plusSeconds(150), false).text());
        asked.clear();
        fetch(BEFORE);
        assertThat(asked).filteredOn(query -> query.startsWith("since=")).hasSize(1);
    }
}
