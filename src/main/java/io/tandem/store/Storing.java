package io.tandem.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores records together, in one transaction. If the database refuses the data of some of them, they are found by halving,
 * and all others are stored: one record never stops a flow (rule 12).
 *
 * <p>Cost: one transaction; for each refused one of n, about 2 log2(n) more that are rolled back.
 */
public final class Storing<T, R> {

    /**
     * What stores records in a transaction. It may run several times, each time after the last one was rolled back. So
     * it remembers nothing, and its answer says what it stored.
     */
    public interface Work<T, R> {
        /** @param refused why the database refuses each of these; of them no more than that may be stored */
        R store(Handle handle, List<T> good, Map<T, String> refused);
    }

    /** {@link Work} without an answer. */
    public interface Task<T> {
        void store(Handle handle, List<T> good, Map<T, String> refused);
    }

    private final Jdbi jdbi;
    private final Work<T, R> work;

    private Storing(Jdbi jdbi, Work<T, R> work) {
        this.jdbi = jdbi;
        this.work = work;
    }

    /**
     * Stores all that can be stored.
     *
     * @return what the work answered for what was committed
     * @throws RuntimeException as the work throws it, if it is not about the data of single records; nothing is stored then
     */
    public static <T, R> R result(Jdbi jdbi, List<T> records, Work<T, R> work) {
        return new Storing<>(jdbi, work).store(records);
    }

    /** As {@link #result}, for work without an answer. */
    public static <T> void store(Jdbi jdbi, List<T> records, Task<T> task) {
        result(jdbi, records, (handle, good, refused) -> {
            task.store(handle, good, refused);
            return good;
        });
    }

    private R store(List<T> records) {
        try {
            return commit(records, Map.of());
        } catch (RuntimeException e) {
            if (records.isEmpty() || RefusedData.why(e).isEmpty() || isRefused(List.of())) {
                throw e;
            }
        }
        List<T> good = new ArrayList<>();
        Map<T, String> refused = new LinkedHashMap<>();
        sort(records, good, refused);
        return commit(good, refused);
    }

    /** Of two records that exclude each other, one is good and the other is refused. */
    private void sort(List<T> some, List<T> good, Map<T, String> refused) {
        List<T> together = new ArrayList<>(good);
        together.addAll(some);
        Optional<String> why = whyRefused(together);
        if (why.isEmpty()) {
            good.addAll(some);
        } else if (some.size() == 1) {
            refused.put(some.get(0), why.get());
        } else {
            int half = some.size() / 2;
            sort(some.subList(0, half), good, refused);
            sort(some.subList(half, some.size()), good, refused);
        }
    }

    private boolean isRefused(List<T> some) {
        return whyRefused(some).isPresent();
    }

    private Optional<String> whyRefused(List<T> some) {
        return jdbi.withHandle(h -> {
            h.begin();
            try {
                work.store(h, some, Map.of());
                return Optional.empty();
            } catch (RuntimeException e) {
                return Optional.of(RefusedData.why(e).orElseThrow(() -> e));
            } finally {
                h.rollback();
            }
        });
    }

    private R commit(List<T> good, Map<T, String> refused) {
        return jdbi.inTransaction(h -> work.store(h, good, refused));
    }
}
