package io.tandem.store;

import io.tandem.record.Causes;
import io.tandem.record.Json;
import java.sql.SQLException;
import java.util.Optional;

/** Tells failures that come of a record's data from those of the store. Pure. */
final class RefusedData {

    private static final String TWICE = "23505";

    private RefusedData() {}

    /** @return empty if a failure is no fault of the data; else what is wrong with it, to be read behind a record's name */
    static Optional<String> why(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof Json.NotWritable) {
                return Optional.of("one of its values can't be written as JSON");
            }
            if (e instanceof SQLException refusal && refusal.getSQLState() != null) {
                return byState(refusal.getSQLState());
            }
        }
        return Optional.empty();
    }

    /** Whether another worker stored the row first, and there can be only one. */
    static boolean isTwice(Throwable failure) {
        return Causes.find(failure, SQLException.class)
                .filter(refusal -> TWICE.equals(refusal.getSQLState()))
                .isPresent();
    }

    /** The two databases agree on the first two characters: 22 is about a value, 23 about what is stored of others. */
    private static Optional<String> byState(String state) {
        return switch (state) {
            case "22001" -> Optional.of("one of its texts is longer than the store can hold");
            case "22021", "22P05" ->
                Optional.of("one of its texts has a character that the store can't hold, as U+0000");
            case TWICE -> Optional.of("another record holds already what it is to hold: an id, or a link");
            default -> {
                if (state.startsWith("22")) {
                    yield Optional.of("one of its values is none that the store can hold (SQL state " + state + ")");
                }
                yield state.startsWith("23")
                        ? Optional.of("it doesn't go together with what is stored of others (SQL state " + state + ")")
                        : Optional.empty();
            }
        };
    }
}
