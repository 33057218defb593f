package io.tandem.system.rest;

import io.tandem.system.Ahead;
import io.tandem.system.Page;
import io.tandem.system.call.Calls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A walk over a long list, whose parts are read at the same time: each from a stamp on, until the next part begins. Pages
 * are handed out one at a time, in any order. The watermark comes when all parts are done: so a walk that fails is walked
 * again.
 *
 * <p>What is edited in between moves to the end of the list. If the last part is over by then, its stamp is later than all
 * that this walk saw, and the next walk shows it.
 */
final class PartsOfWalk {

    private final Calls calls;
    private final List<PageReader> parts = new ArrayList<>();
    private final Consumer<Page> pages;
    private RuntimeException failure;
    private Page last;

    /** @param starts where each part but the first begins, in order */
    PartsOfWalk(Calls calls, PageReader whole, List<Instant> starts, Consumer<Page> pages) {
        this.calls = calls;
        this.pages = pages;
        for (int i = 0; i <= starts.size(); i++) {
            parts.add(whole.part(i == 0 ? null : starts.get(i - 1), i == starts.size() ? null : starts.get(i)));
        }
    }

    /** @throws RuntimeException the first failure; no page is handed out after it, and no call is under way */
    void run() {
        PageReader end = parts.remove(parts.size() - 1);
        List<Ahead<Boolean>> others = parts.stream()
                .map(part -> calls.ahead(() -> walk(part, this::hand)))
                .toList();
        walk(end, page -> {
            last = page;
            hand(page);
        });
        others.forEach(Ahead::drop);
        others.forEach(Ahead::take);
        if (failure != null) {
            throw failure;
        }
        pages.accept(new Page(List.of(), last.watermark(), last.clockOffset()));
    }

    private boolean walk(PageReader part, Consumer<Page> to) {
        try {
            part.run(to);
            return true;
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
    }

    private synchronized void fail(RuntimeException e) {
        failure = failure == null ? e : failure;
    }

    private synchronized void hand(Page page) {
        if (failure != null) {
            throw failure;
        }
        try {
            pages.accept(new Page(page.records(), null, page.clockOffset(), page.unreadable()));
        } catch (RuntimeException e) {
            fail(e);
            throw e;
        }
    }
}
