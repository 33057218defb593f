package io.tandem.fetch;

import io.tandem.config.Moments;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps other flows of the same tick from asking again a host that failed, or a list that can't be read. Thread-safe.
 */
final class Failures {

    private record Failure(Moments.Reading when, SystemException cause) {}

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
                    && failed.when().at().isAfter(tick)
                    && moments.vouches(failed.when().at(), failing + ": its failure")
                    && moments.isOfThisClock(failed.when())) {
                throw failed.cause().copy();
            }
        }
    }

    void note(EntityClient client, SystemException failure) {
        boolean ofEntity =
                failure instanceof SystemException.Misunderstood || failure instanceof SystemException.EntityFailed;
        all.put(ofEntity ? entity(client) : client.host(), new Failure(moments.read(), failure));
    }

    private static String entity(EntityClient client) {
        return client.facts().key().toString();
    }
}
