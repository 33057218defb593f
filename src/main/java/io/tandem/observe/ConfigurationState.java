package io.tandem.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the application goes by its files as they are.
 *
 * @param since when it has been in this state
 * @param faults what is wrong with the files, each with file and line; empty if current
 */
public record ConfigurationState(State state, Instant since, List<String> faults) {

    /** In words for a person. */
    public enum State {
        /** The files are what runs. */
        CURRENT,
        /** The files are faulty; what ran before them goes on. */
        REFUSED,
        /** Neither the files nor what ran before them could be started. */
        BROKEN
    }

    public ConfigurationState {
        faults = List.copyOf(faults);
    }

    /** What is wrong and what happens until it is right; empty if nothing is. */
    public Optional<String> why() {
        return switch (state) {
            case CURRENT -> Optional.empty();
            case REFUSED ->
                Optional.of("the changed files are refused, the configuration before them goes on: "
                        + String.join("; ", faults));
            case BROKEN ->
                Optional.of("neither the changed files nor the configuration before them could be started; correct the"
                        + " files or start again: " + String.join("; ", faults));
        };
    }
}
