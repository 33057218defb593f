package io.tandem.feed;

import io.tandem.flow.Flow;
import io.tandem.record.Fingerprint;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The flows that a process works with, and those that the store was last opened with. Two processes with different ones
 * would fetch each other's feeds in full again and again, and start each other's flows anew; so the newer ones count, and
 * who has others stands still.
 */
public final class FilesInUse {

    /** Another process took the store with other files. */
    public static final class Overruled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overruled() {
            super("another application works on this store with other flow files, which were taken over later than"
                    + " these. Give all of them the same files; an application goes on by itself once its own are"
                    + " those that were taken over last, or after its restart");
        }
    }

    private final Jdbi jdbi;
    private final String fingerprint;

    public FilesInUse(Jdbi jdbi, Collection<Flow> flows) {
        this.jdbi = jdbi;
        this.fingerprint = Fingerprint.of(text(flows));
    }

    /** From now on these count. Cost: one statement. */
    public void take() {
        jdbi.useHandle(h -> h.execute("update files_in_use set fingerprint = ?", fingerprint));
    }

    /**
     * Cost: one query.
     *
     * @throws Overruled if others count
     */
    void check() {
        String taken = jdbi.withHandle(h -> h.createQuery("select fingerprint from files_in_use")
                .mapTo(String.class)
                .one());
        if (!taken.equals(fingerprint)) {
            throw new Overruled();
        }
    }

    private static String text(Collection<Flow> flows) {
        return flows.stream()
                .sorted(Comparator.comparing(Flow::id))
                .map(Flow::toString)
                .collect(Collectors.joining("\n"));
    }
}
