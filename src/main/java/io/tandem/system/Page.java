package io.tandem.system;

import io.tandem.record.SyncRecord;
import java.time.Duration;
import java.util.List;

/**
 * One page of a fetch.
 *
 * @param records may repeat records of other pages
 * @param watermark where a later fetch may start once these records are stored; null while that isn't known yet
 * @param clockOffset our clock minus the system's, from the answer's {@code Date}; zero below 3 s, its resolution
 * @param unreadable ids of rows whose modified time can't be read: without one nobody knows which state is the later
 */
public record Page(List<SyncRecord> records, String watermark, Duration clockOffset, List<String> unreadable) {

    /** A page whose records can all be read. */
    public Page(List<SyncRecord> records, String watermark, Duration clockOffset) {
        this(records, watermark, clockOffset, List.of());
    }
}
