package io.tandem.app;

/** What a command's exit code says. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Done, but something needs a person. */
    public static final int NEEDS_PERSON = 1;
    /** The command line or the configuration is wrong; nothing was called. */
    public static final int WRONG = 2;
    /** A system, or the store, could not be reached or refused the credentials; the rest was done. */
    public static final int SYSTEM_FAILED = 3;
    /** A fault of ours; one sentence says where the log is. */
    public static final int OWN_FAULT = 70;

    private ExitCode() {}
}
