package io.tandem.store;

import io.tandem.flow.Flow;
import io.tandem.flow.FlowForm;
import io.tandem.flow.RoundStopped;
import io.tandem.record.Fingerprint;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The flows that a process works with, and those that the store was last opened with. Two processes with different
 * files would fetch each other's feeds in full, and restart each other's flows, again and again. So the newest files
 * are used, and a process with other files pauses.
 */
public final class FilesInUse {

    private static final String OTHER_FILES = "another application on this store uses newer flow files. Deploy the same"
            + " files to all applications; this one resumes when its files are the newest, or after its restart";

    private final Jdbi jdbi;
    private final Collection<Flow> flows;

    /** Made when it is asked for: a command that runs no flow needs none. */
    private volatile String fingerprint;

    public FilesInUse(Jdbi jdbi, Collection<Flow> flows) {
        this.jdbi = jdbi;
        this.flows = List.copyOf(flows);
    }

    /** Makes these the files in use. Cost: one statement, and another one if the table is empty. */
    public void take() {
        jdbi.useTransaction(h -> {
            if (h.execute("update files_in_use set fingerprint = ?", fingerprint()) == 0) {
                h.execute("insert into files_in_use (fingerprint) values (?)", fingerprint());
            }
        });
    }

    /**
     * Cost: one query.
     *
     * @throws RoundStopped.OtherFiles if another process's files are in use
     */
    public void check() {
        Optional<String> taken = jdbi.withHandle(h -> h.createQuery("select fingerprint from files_in_use")
                .mapTo(String.class)
                .findOne());
        if (!taken.equals(Optional.of(fingerprint()))) {
            throw new RoundStopped.OtherFiles(OTHER_FILES);
        }
    }

    private String fingerprint() {
        if (fingerprint == null) {
            fingerprint = Fingerprint.of(text(flows));
        }
        return fingerprint;
    }

    private static String text(Collection<Flow> flows) {
        return flows.stream()
                .sorted(Comparator.comparing(Flow::id))
                .map(FlowForm::of)
                .collect(Collectors.joining("\n"));
    }
}
