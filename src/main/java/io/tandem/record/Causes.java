package io.tandem.record;

import java.util.Optional;

/** What a failure came from. */
public final class Causes {

    private Causes() {}

    /** The outermost failure of a kind among a failure and its causes. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (kind.isInstance(e)) {
                return Optional.of(kind.cast(e));
            }
        }
        return Optional.empty();
    }
}
