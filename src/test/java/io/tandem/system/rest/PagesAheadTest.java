package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.tandem.record.EntityKey;
import io.tandem.system.Page;
import io.tandem.system.RunCalls;
import io.tandem.system.SystemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next page is asked for while the last one is stored. */
class PagesAheadTest {

    private static final int PAGES = 4;

    @TempDir
    Path home;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CountDownLatch second = new CountDownLatch(2);
    private final List<String> stored = new ArrayList<>();
    private volatile CountDownLatch letGo = new CountDownLatch(0);
    private volatile int failing;

    @AutoClose
    private final StubbedSystem shelf = StubbedSystem.handling(this::answer);

    @BeforeEach
    void serve() throws Exception {
        shelf.open(home, RestClients.SHELF);
    }

    private void answer(HttpExchange exchange) throws IOException {
        int page = asked.incrementAndGet();
        second.countDown();
        StubbedSystem.Reply reply = page == failing
                ? new StubbedSystem.Reply(400, "application/json", "{\"error\": \"no\"}")
                : StubbedSystem.Reply.json(
                        "{\"items\": [{\"id\": " + page + ", \"title\": \"t\", \"touched\": \"2026-01-05T08:00:0" + page
                                + "Z\"}], \"next\": " + (page == PAGES ? "null" : "\"/books?page=" + (page + 1) + "\"")
                                + "}");
        try {
            if (page == 2) {
                letGo.await();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        answered.incrementAndGet();
        reply.send(exchange);
    }

    private void fetch(Consumer<Page> pages) {
        shelf.entity(EntityKey.parse("shelf/book")).fetch(null, Set.of("title"), page -> {
            pages.accept(page);
            stored.add(page.records().get(0).key().id());
        });
    }

    private void awaitSecond() {
        try {
            assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneIsAskedForWhileTheOneBeforeIsStored_andNoFurther() {
        fetch(page -> {
            awaitSecond();
            assertThat(asked.get()).isLessThanOrEqualTo(stored.size() + 2);
        });

        assertThat(stored).containsExactly("1", "2", "3", "4");
        assertThat(asked).hasValue(PAGES);
    }

    @Test
    void oneThatFails_isReportedWhenThoseBeforeItAreStored() {
        failing = 3;

        assertThatThrownBy(() -> fetch(page -> {})).isInstanceOf(SystemException.class);
        assertThat(stored).containsExactly("1", "2");
    }

    @Test
    void noCallIsLeftBehind_whenAPageCantBeStored() {
        letGo = new CountDownLatch(1);
        assertThatThrownBy(() -> fetch(page -> {
                    awaitSecond();
                    letGo.countDown();
                    throw new IllegalStateException("the store is gone");
                }))
                .hasMessage("the store is gone");

        assertThat(answered).hasValue(2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void allCountForTheRunThatFetches() {
        RunCalls run = new RunCalls();
        run.counting(() -> fetch(page -> {}));

        assertThat(run.counts().get("shelf").read()).isEqualTo(PAGES);
    }
}
