package io.tandem.system.rest;

import io.tandem.record.SyncRecord;
import io.tandem.system.call.Answer;
import io.tandem.system.descriptor.Spec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the next walk over an entity's changes may start, as far as this one has come (rule 11). Used for one walk. */
final class NextStart {

    private final Spec.Entity entity;
    private final Spec.Fetch fetch;
    private final Watermark start;
    private Instant greatest;
    private Instant greatestOfFirst;
    private int rowsInOverlap;

    /** When the first page was answered, by the system's own clock. */
    private Optional<Instant> began = Optional.empty();

    NextStart(Spec.Entity entity, Watermark start) {
        this.entity = entity;
        this.fetch = entity.fetch();
        this.start = start;
        this.greatest = start.stamp();
    }

    void page(List<SyncRecord> records, Answer answer) {
        Instant present = present(answer);
        records.forEach(record -> reached(record.modified(), present));
        rowsInOverlap += (int) records.stream()
                .filter(record -> record.modified().isAfter(greatest.minus(entity.overlap())))
                .count();
        if (greatestOfFirst == null) {
            greatestOfFirst = greatest;
            began = answer.date();
        }
    }

    void reached(Instant stamp, Answer answer) {
        reached(stamp, present(answer));
    }

    /** A stamp in the system's future says nothing: what is edited until then has earlier ones. */
    private void reached(Instant stamp, Instant present) {
        greatest = !stamp.isAfter(present) && stamp.isAfter(greatest) ? stamp : greatest;
    }

    /** A Date header has no fraction: what was edited in its second is not the future. */
    private static Instant present(Answer answer) {
        return answer.date().map(date -> date.plusMillis(999)).orElse(answer.received());
    }

    /** The greatest stamp that was shown. */
    Instant greatest() {
        return greatest;
    }

    /**
     * @param cursor that the last answer named, or null
     * @param done whether that was the last page
     * @return empty while it isn't known yet
     */
    Optional<String> watermark(String cursor, boolean done) {
        if (fetch.cursorIsWatermark()) {
            return Optional.ofNullable(cursor).map(lasting -> new Watermark(lasting, Instant.EPOCH, false).text());
        }
        if (!done && !fetch.ordered()) {
            return Optional.empty();
        }
        Instant until = fetch.ordered() ? greatest : untilItBegan();
        return Optional.of(new Watermark(null, until, done && windowIsSettled()).text());
    }

    /** Pages in no order of time: what was edited on an earlier one since this walk began may be older than what a later one shows. */
    private Instant untilItBegan() {
        Instant from = began.orElse(greatestOfFirst);
        Instant until = from.isBefore(greatest) ? from : greatest;
        return until.isBefore(start.stamp()) ? start.stamp() : until;
    }

    /**
     * Whether the overlap holds more than a page, and the server's own clock showed it to be complete when the walk began:
     * what came to be shown while pages were read can have been missed.
     */
    private boolean windowIsSettled() {
        return fetch.paging() != Spec.Paging.TIME
                        && rowsInOverlap > fetch.pageSize()
                        && began.filter(date -> date.isAfter(greatest.plus(entity.overlap())))
                                .isPresent()
                || start.exact() && start.stamp().equals(greatest);
    }
}
