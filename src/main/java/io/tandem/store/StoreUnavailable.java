package io.tandem.store;

import io.tandem.record.Causes;
import java.io.EOFException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.h2.api.ErrorCode;

/**
 * The store can't be reached, refuses the credentials, or can't keep what it is given. Exit code 3. Its message says which
 * store, what happened and what to do; it quotes nothing of what the database said.
 */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String DAMAGED = "its file is damaged, or of another version of H2. Put a backup in its place";

    private static final String UNFINISHED =
            "its tables are not as Tandem makes them: an earlier upgrade did not end, or"
                    + " somebody changed them. Put a backup in its place";

    private StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    static StoreUnavailable at(StoreUrl url, Throwable cause) {
        String why = sql(cause)
                .flatMap(StoreUnavailable::why)
                .or(() -> Causes.find(cause, FlywayValidateException.class).map(e -> UNFINISHED))
                .orElse("it can't be opened (" + kind(cause) + ")."
                        + " Check store.url, store.user and store.password");
        return new StoreUnavailable("the store at " + url.shown() + ": " + why, cause);
    }

    static StoreUnavailable unfinished(StoreUrl url) {
        return new StoreUnavailable("the store at " + url.shown() + ": " + UNFINISHED, null);
    }

    /** The file is as it was before. */
    static StoreUnavailable withoutRoom(StoreUrl url, Exception cause) {
        return new StoreUnavailable(
                "the store at " + url.shown() + ": there is no room, or no right, to make or upgrade it: a copy of its"
                        + " file has to fit beside it. Nothing was changed; free space or give the rights, then start"
                        + " again",
                cause);
    }

    /** What a failure of a running store is, in a sentence; empty if it is another kind of failure. */
    public static Optional<String> sentence(Throwable failure) {
        return Causes.find(failure, StoreUnavailable.class)
                .map(Throwable::getMessage)
                .or(() -> sql(failure).flatMap(StoreUnavailable::why).map(why -> "the store: " + why));
    }

    /** The innermost: what wraps it says less. */
    private static Optional<SQLException> sql(Throwable failure) {
        return Causes.all(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .reduce((outer, inner) -> inner);
    }

    private static Optional<String> why(SQLException e) {
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        if (Causes.find(e, EOFException.class).isPresent()) {
            return Optional.of(DAMAGED);
        }
        return switch (e.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 ->
                Optional.of("another process has it open. Wait until that has started or ended, then try again");
            case ErrorCode.DATABASE_IS_READ_ONLY, ErrorCode.IO_EXCEPTION_1, ErrorCode.IO_EXCEPTION_2 ->
                Optional.of(
                        "its file can't be read or written. Is the disk full, or the file system or folder read-only?"
                                + " Nothing is lost that was stored before; free space or give the rights, then start again");
            case ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN ->
                Optional.of(
                        "it is closed, after a failure or at the end of the process. If the disk is full, free space; then"
                                + " start again");
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 -> Optional.of(DAMAGED);
            case ErrorCode.URL_FORMAT_ERROR_2,
                    ErrorCode.UNSUPPORTED_SETTING_1,
                    ErrorCode.UNSUPPORTED_SETTING_COMBINATION ->
                Optional.of("H2 does not know what follows a ; in store.url. Wanted: jdbc:h2:file:PATH");
            case ErrorCode.URL_RELATIVE_TO_CWD ->
                Optional.of("its path begins at no folder. Write /PATH, ~/PATH or ./PATH in store.url");
            case ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1, ErrorCode.DATABASE_NOT_FOUND_1 ->
                Optional.of("there is no such file, and store.url forbids to make it (IFEXISTS)");
            default -> ofState(state, e);
        };
    }

    private static Optional<String> ofState(String state, SQLException e) {
        if (state.startsWith("28")) {
            return Optional.of("it refuses the credentials. Check store.user and store.password");
        } else if (state.equals("3D000")) {
            return Optional.of("there is no such database. Create it, or correct store.url");
        } else if (state.equals("53100")) {
            return Optional.of("the disk of the database server is full. Free space there, then try again");
        } else if (state.startsWith("53")) {
            return Optional.of("the database server has no resources left (SQL state " + state + "). Give it more, or"
                    + " fewer connections elsewhere");
        } else if (state.equals("25006")) {
            return Optional.of("it is read-only: a standby server, or a read-only setting. Use the primary server");
        } else if (state.equals("42501")) {
            return Optional.of("its user may not do what is needed. Let store.user own the database");
        } else if (state.startsWith("08") || state.startsWith("57P") || isConnection(e)) {
            return Optional.of("it can't be reached. Is the server running, and is the address right?");
        }
        return Optional.empty();
    }

    private static boolean isConnection(SQLException e) {
        return e instanceof SQLTransientConnectionException || e instanceof SQLNonTransientConnectionException;
    }

    private static String kind(Throwable failure) {
        return sql(failure)
                .map(e -> "SQL state " + e.getSQLState() + ", code " + e.getErrorCode())
                .orElse(failure.getClass().getSimpleName());
    }
}
