package io.tandem.feed;

import io.tandem.config.Moments;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A system that failed, or a list that can't be read, is not asked again by other flows of the same tick. Thread-safe. */
final class Failures {

    private record Failure(Instant began, SystemException cause) {}

    private final Moments moments;
    private final Map<String, Failure> all = new ConcurrentHashMap<>();

    Failures(Moments moments) {
        this.moments = moments;
    }

    /** @throws SystemException the one that was noted after {@code tick} */
    void check(EntityKey entity, Instant tick) {
        for (String failing : List.of(entity.system(), entity.toString())) {
            Failure failed = all.get(failing);
            if (failed != null
                    && failed.began().isAfter(tick)
                    && moments.vouches(failed.began(), failing + ": its failure")) {
                throw failed.cause();
            }
        }
    }

    void note(EntityKey entity, SystemException failure) {
        String failing = failure instanceof SystemException.Misunderstood ? entity.toString() : entity.system();
        all.put(failing, new Failure(moments.now().truncatedTo(ChronoUnit.MILLIS), failure));
    }
}
