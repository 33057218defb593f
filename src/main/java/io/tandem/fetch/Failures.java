package io.tandem.fetch;

import io.tandem.config.Moments;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps other flows of the same tick from asking again a host that failed, or a list that can't be read. Thread-safe.
 */
final class Failures {

    /** @param steadySince what the clock was that said when it failed */
    private record Failure(Instant at, Instant steadySince, SystemException cause) {}

    private final Moments moments;
    private final Map<String, Failure> all = new ConcurrentHashMap<>();

    Failures(Moments moments) {
        this.moments = moments;
    }

    /** @throws SystemException a copy of the one that was noted after {@code tick} */
    void check(EntityClient client, Instant tick) {
        for (String failing : List.of(client.host(), entity(client))) {
            Failure failed = all.get(failing);
            if (failed != null
                    && failed.at().isAfter(tick)
                    && moments.vouches(failed.at(), failing + ": its failure")
                    && failed.steadySince().equals(moments.steadySince())) {
                throw failed.cause().copy();
            }
        }
    }

    void note(EntityClient client, SystemException failure) {
        boolean ofEntity =
                failure instanceof SystemException.Misunderstood || failure instanceof SystemException.EntityFailed;
        all.put(
                ofEntity ? entity(client) : client.host(),
                new Failure(moments.now().truncatedTo(ChronoUnit.MILLIS), moments.steadySince(), failure));
    }

    private static String entity(EntityClient client) {
        return client.facts().key().toString();
    }
}
