package io.tandem.record;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a failure came from. */
public final class Causes {

    private Causes() {}

    /** The outermost failure of a kind among a failure and its causes. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        return all(failure).filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** A failure and its causes, the outermost first. */
    public static Stream<Throwable> all(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }

    /** What all of it came from. */
    public static Throwable root(Throwable failure) {
        return all(failure).reduce(failure, (outer, inner) -> inner);
    }
}
