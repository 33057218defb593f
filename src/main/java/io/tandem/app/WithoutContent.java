package io.tandem.app;

import io.tandem.record.Causes;
import java.sql.SQLException;

/**
 * Failures without what others wrote into their messages: databases, parsers and HTTP clients quote values and addresses
 * (rule 19). Our own messages stay.
 */
public final class WithoutContent {

    private static final int DEEPEST = 20;

    private WithoutContent() {}

    /** The same failure with its stack traces, for the log. */
    public static Throwable of(Throwable failure) {
        return copy(failure, 0);
    }

    private static Throwable copy(Throwable failure, int depth) {
        Throwable cause = failure.getCause() == null || depth == DEEPEST ? null : copy(failure.getCause(), depth + 1);
        Throwable bare = new Failure(words(failure), cause);
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    /** The outermost message that is ours, else the kinds of failure. */
    public static String message(Throwable failure) {
        return Causes.all(failure)
                .filter(WithoutContent::isOurs)
                .findFirst()
                .map(Throwable::getMessage)
                .orElseGet(() -> words(Causes.root(failure)));
    }

    private static String words(Throwable failure) {
        String kind = failure.getClass().getName();
        if (failure instanceof SQLException sql) {
            return kind + " (SQL state " + sql.getSQLState() + ", code " + sql.getErrorCode() + ")";
        }
        return isOurs(failure) ? kind + ": " + failure.getMessage() : kind;
    }

    /** Made by our own code, with a message of its own and not its cause's. */
    private static boolean isOurs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String message = failure.getMessage();
        boolean made = failure.getClass().getName().startsWith("io.tandem.")
                || (trace.length > 0 && trace[0].getClassName().startsWith("io.tandem."));
        return made
                && message != null
                && (failure.getCause() == null
                        || failure.getCause().getMessage() == null
                        || !message.contains(failure.getCause().getMessage())
                        || isOurs(failure.getCause()));
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String words, Throwable cause) {
            super(words, cause);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
