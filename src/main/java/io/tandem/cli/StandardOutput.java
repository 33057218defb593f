package io.tandem.cli;

import io.tandem.app.ExitCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where an answer goes. A print stream swallows failures: this remembers them, as half an answer, such as an export of links
 * on a full disk, must not pass for a whole one.
 */
final class StandardOutput extends FilterOutputStream {

    private IOException failure;

    StandardOutput(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /**
     * A reader that wants no more, such as head, is no failure.
     *
     * @param code of a command that has ended
     * @return the exit code, after one sentence if its answer isn't whole
     */
    int ended(int code, PrintStream err) {
        if (failure == null || String.valueOf(failure.getMessage()).contains("Broken pipe")) {
            return code;
        }
        err.println("standard output can't be written (" + ForTerminal.of(String.valueOf(failure.getMessage()))
                + "): the answer there is not whole. What the command was to do, it did");
        return code == ExitCode.DONE ? ExitCode.NEEDS_PERSON : code;
    }
}
