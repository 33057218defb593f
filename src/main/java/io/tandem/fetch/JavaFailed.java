package io.tandem.fetch;

import io.tandem.record.Causes;
import java.util.Optional;

/**
 * An {@link Error} in a step, as a failure of its round. Camel takes an error for an end without failure, and the round
 * would wait for ever.
 */
public final class JavaFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public JavaFailed(Error cause) {
        super(cause);
    }

    /** What happened, and what to do if that is known; empty if a failure has another cause. */
    public static Optional<String> inWords(Throwable failure) {
        return Causes.find(failure, JavaFailed.class).map(JavaFailed::words);
    }

    private String words() {
        return getCause() instanceof OutOfMemoryError
                ? "Java has no memory left. Give it more (TANDEM_OPTS=-Xmx..), or lower chunk.records"
                : getCause().getClass().getSimpleName() + ", see the log";
    }
}
