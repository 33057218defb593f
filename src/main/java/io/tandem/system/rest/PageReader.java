package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.SyncRecord;
import io.tandem.system.Ahead;
import io.tandem.system.Page;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk over an entity's changes, page by page. Used once.
 *
 * <p>It ends where the answer says so, or where a page repeats the one before, whatever its flags say. Links are
 * followed by path and query only, on the configured host.
 */
final class PageReader {

    private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

    /** Servers may give smaller pages than asked for without saying so, but hardly smaller ones than this. */
    private static final int LEAST_CAP = 10;

    /** Of a part: each part may read a page more than a single walk would. */
    private static final int LEAST_PAGES = 3;

    private final Calls calls;
    private final Spec.Entity entity;
    private final Spec.Fetch fetch;
    private final RecordReader reader;
    private final Set<String> properties;
    private Watermark start;
    private boolean full;
    private NextStart nextStart;
    private Instant until;

    private Instant since;
    private String cursor;
    private String link;
    private int page;
    private int skip;
    private final PageProgress progress;
    private Instant restarted;
    private boolean more = true;
    private boolean started;
    private Answer last;

    PageReader(Calls calls, Spec.Entity entity, RecordReader reader, String watermark, Set<String> properties) {
        this.calls = calls;
        this.entity = entity;
        this.fetch = entity.fetch();
        this.reader = reader;
        this.properties = properties;
        this.start = Watermark.parse(watermark);
        this.full = watermark == null;
        this.page = fetch.firstPage();
        this.progress = new PageProgress(calls.setting("http.list-limit"));
        this.cursor = start.cursor();
        this.since = start(start);
        this.nextStart = new NextStart(entity, start);
    }

    /**
     * A part of this walk.
     *
     * @param from where it begins; null for where the walk does
     * @param to it ends with the first page that reaches so far; null for the end of the list
     */
    PageReader part(Instant from, Instant to) {
        PageReader part = new PageReader(calls, entity, reader, full ? null : start.text(), properties);
        part.since = from == null ? since : from;
        part.until = to;
        return part;
    }

    /** Where the parts of this walk begin, but the first: none where it is short, or can't be read in parts. */
    List<Instant> parts(WrittenStamps written, int most) {
        return full || !fetch.sideBySide() ? List.of() : written.parts(since, most, LEAST_PAGES * fetch.pageSize());
    }

    /** A walk over what changes from now on. */
    static PageReader fromNow(Calls calls, Spec.Entity entity, RecordReader reader) {
        return new PageReader(calls, entity, reader, new Watermark(null, calls.now(), false).text(), Set.of());
    }

    /** The rows of the first page as they were answered; the walk ends there. */
    List<JsonNode> firstRows() {
        last = ask();
        checkList();
        return PageRows.of(last.body(), entity, reader, properties).all();
    }

    /** How it asks for its first page. */
    Spec.Call firstCall() {
        return fetch.call().with(since.equals(Instant.EPOCH) ? fetch.full() : fetch.since());
    }

    private Instant start(Watermark watermark) {
        if (watermark.stamp().equals(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        Instant from = before(watermark);
        Instant newest = calls.now().minus(fetch.fresh());
        return fetch.fresh().isZero() || from.isBefore(newest) ? from : newest;
    }

    private Instant before(Watermark watermark) {
        Duration back =
                watermark.exact() ? (fetch.exclusive() ? Duration.ofSeconds(1) : Duration.ZERO) : entity.overlap();
        return watermark.stamp().minus(back);
    }

    /** The next page is asked for and read while the one before is stored; one that fails is reported at its turn. */
    void run(Consumer<Page> pages) {
        Optional<Ahead<Page>> next = Optional.of(calls.ahead(this::page));
        while (next.isPresent()) {
            Page page = next.get().take();
            next = more ? Optional.of(calls.ahead(this::page)) : Optional.empty();
            boolean stored = false;
            try {
                pages.accept(page);
                stored = true;
            } finally {
                if (!stored) {
                    next.ifPresent(Ahead::drop);
                }
            }
        }
    }

    /** Asks for a page, and finds out whether there is another one. */
    private Page page() {
        last = ask();
        started = true;
        checkList();
        PageRows rows = PageRows.of(last.body(), entity, reader, properties);
        progress.page(rows);
        progress.endless().ifPresent(why -> fail(new Problem(Problem.Kind.INVALID, why, null)));
        nextStart.page(rows.records(), last);
        more = progress.repeats() <= repeatsAllowed() && advance(rows.listed()) && !reaches(rows.records());
        if (!more) {
            progress.end(reader.entity());
        }
        Page page = new Page(
                rows.records(), nextStart.watermark(cursor, !more).orElse(null), last.clockOffset(), rows.unreadable());
        last = last.without();
        return page;
    }

    private boolean reaches(List<SyncRecord> records) {
        return until != null
                && records.stream().anyMatch(record -> !record.modified().isBefore(until));
    }

    /** A page by time shows a crowded last second once more; any other page that repeats itself is the end. */
    private int repeatsAllowed() {
        return fetch.paging() == Spec.Paging.TIME ? 1 : 0;
    }

    private Answer ask() {
        Template.Places places = places();
        Spec.Call call = fetch.call();
        Answer answer;
        if (link != null) {
            answer = calls.follow(call, places, link);
        } else if (cursor != null && fetch.paging() == Spec.Paging.CURSOR) {
            Spec.Call following = call.with(fetch.following());
            answer = continues() ? calls.goOn(following, places) : calls.call(following, Calls.Kind.READ, places);
        } else {
            answer = calls.call(firstCall(), Calls.Kind.READ, places);
        }
        Optional<Problem> problem = calls.judge().of(answer);
        boolean isOver = answer.status() == 401
                || problem.filter(p -> p.kind() == Problem.Kind.RESTART).isPresent();
        if (isOver && continues() && !nextStart.greatest().equals(restarted)) {
            return restart();
        }
        if (problem.filter(Problem::isOfRequest).isPresent() && !started && cursor != null) {
            String name = calls.system() + "/" + entity.name();
            LOG.warn(
                    "{}: its cursor is no longer good ({}); it is read in full",
                    name,
                    problem.get().message());
            cursor = null;
            return ask();
        }
        problem.ifPresent(this::fail);
        return !started && startsAhead(answer) ? startInFull() : answer;
    }

    /** The system's clock was wrong when the last walk ended: what was edited since may have any stamp before that (rule 11). */
    private boolean startsAhead(Answer answer) {
        return answer.date().filter(before(start)::isAfter).isPresent();
    }

    private Answer startInFull() {
        LOG.warn(
                "{}: the moment at which its last walk ended lies in its system's future; it is read in full",
                reader.entity());
        start = Watermark.parse(null);
        full = true;
        until = null;
        since = start.stamp();
        nextStart = new NextStart(entity, start);
        return ask();
    }

    /** Whether the next page hangs on what an answer named for this walk alone; a cursor that is a watermark lasts. */
    private boolean continues() {
        return link != null || cursor != null && !fetch.cursorIsWatermark();
    }

    /** The link or cursor is over, perhaps with its session: the list is asked for again, from the greatest stamp where it comes in their order. */
    private Answer restart() {
        link = null;
        cursor = null;
        restarted = nextStart.greatest();
        since = start(fetch.ordered() ? new Watermark(null, restarted, false) : start);
        progress.restart();
        return ask();
    }

    /** An answer without its list is none of a list that is empty. */
    private void checkList() {
        JsonNode list = Paths.at(last.body(), fetch.items());
        if (!last.body().isMissingNode() && !list.isArray() && !list.isNull()) {
            failAsOdd("has no list " + fetch.items());
        }
    }

    private void fail(Problem problem) {
        throw problem.ofAll(reader.entity(), reader.entity() + " could not be fetched: " + problem.message());
    }

    private void failAsOdd(String how) {
        fail(new Problem(Problem.Kind.INVALID, "the answer " + how, null));
    }

    Template.Places places() {
        return new Template.Places(Map.of(
                "since", TextNode.valueOf(since.toString()),
                "stamp", TextNode.valueOf(entity.stampForm().text(since)),
                "cursor", TextNode.valueOf(String.valueOf(cursor)),
                "size", DecimalNode.valueOf(BigDecimal.valueOf(fetch.pageSize())),
                "page", DecimalNode.valueOf(BigDecimal.valueOf(page)),
                "skip", DecimalNode.valueOf(BigDecimal.valueOf(skip)),
                "fields", TextNode.valueOf(Fields.of(entity, properties))));
    }

    /** @return whether there is another page */
    private boolean advance(int rows) {
        boolean end = !fetch.end().isEmpty() && last.at(fetch.end()).asBoolean(false);
        if (More.isSaid(fetch, last) && More.next(fetch, last).isEmpty()) {
            failAsOdd("says that this is not the end, and names no next page");
        }
        return switch (fetch.paging()) {
            case CURSOR -> nextCursor(end);
            case TIME -> nextTime(end, rows);
            case LINK -> !end && nextLink();
            case PAGE -> {
                page++;
                yield rows > 0 && (full || rows >= Math.min(fetch.pageSize(), LEAST_CAP));
            }
            case OFFSET -> {
                skip += rows;
                int total = fetch.total().isEmpty()
                        ? Integer.MAX_VALUE
                        : last.at(fetch.total()).asInt(Integer.MAX_VALUE);
                yield rows > 0 && skip < total;
            }
        };
    }

    private boolean nextCursor(boolean end) {
        String next = More.next(fetch, last);
        boolean moved = !next.isEmpty() && !next.equals(cursor);
        if (!next.isEmpty()) {
            cursor = next;
        }
        return moved && !end;
    }

    /** A page holds all rows of its last second: where more than a page share one, the next begins a second later. */
    private boolean nextTime(boolean end, int rows) {
        Instant next = Stamp.of(last.at(fetch.next()));
        boolean grew = next.isAfter(since);
        boolean crowded = !grew && rows >= fetch.pageSize();
        if (grew) {
            since = next;
            nextStart.reached(next, last);
        } else if (crowded) {
            since = since.plusSeconds(1);
        }
        return (grew || crowded) && !end && rows > 0;
    }

    /** Credentials never follow a link to another host. */
    private boolean nextLink() {
        String next = More.next(fetch, last);
        String found = next.isEmpty() ? null : calls.link(fetch.call().with(fetch.since()), places(), next);
        boolean moved = found != null && !found.equals(link);
        link = moved ? found : null;
        return moved;
    }
}
