package io.tandem.cli;

/** What a command's exit code says. */
final class ExitCode {
    static final int DONE = 0;
    /** Done, but something needs a person. */
    static final int NEEDS_PERSON = 1;
    /** The command line or the configuration is wrong; nothing was called. */
    static final int WRONG = 2;
    /** A system, or the store, could not be reached or refused the credentials; the rest was done. */
    static final int SYSTEM_FAILED = 3;
    /** A fault of ours; one sentence says where the log is. */
    static final int OWN_FAULT = 70;

    private ExitCode() {}
}
