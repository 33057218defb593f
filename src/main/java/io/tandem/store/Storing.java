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
public final class Storing<T> {

    /** What stores records in a transaction. It is done several times, each time after the time before was rolled back. */
    public interface Work<T> {
        /** @param refused why the database refuses each of these; of them no more than that may be stored */
        void store(Handle handle, List<T> good, Map<T, String> refused);
    }

    private final Jdbi jdbi;
    private final Work<T> work;
    private final Runnable undo;

    private Storing(Jdbi jdbi, Work<T> work, Runnable undo) {
        this.jdbi = jdbi;
        this.work = work;
        this.undo = undo;
    }

    /**
     * Stores all that can be stored.
     *
     * @param undo puts back, after a transaction that was rolled back, what the work remembered as stored
     * @return why the database refused the others
     * @throws RuntimeException as the work throws it, if it is not about the data of single records; nothing is stored then
     */
    public static <T> Map<T, String> store(Jdbi jdbi, List<T> records, Runnable undo, Work<T> work) {
        return new Storing<>(jdbi, work, undo).store(records);
    }

    private Map<T, String> store(List<T> records) {
        try {
            commit(records, Map.of());
            return Map.of();
        } catch (RuntimeException e) {
            if (records.isEmpty() || RefusedData.why(e).isEmpty() || isRefused(List.of())) {
                throw e;
            }
        }
        List<T> good = new ArrayList<>();
        Map<T, String> refused = new LinkedHashMap<>();
        sort(records, good, refused);
        commit(good, refused);
        return refused;
    }

    /** Two that don't go together are one good one and one that is refused. */
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
                undo.run();
            }
        });
    }

    private void commit(List<T> good, Map<T, String> refused) {
        boolean done = false;
        try {
            jdbi.useTransaction(h -> work.store(h, good, refused));
            done = true;
        } finally {
            if (!done) {
                undo.run();
            }
        }
    }
}
