package io.tandem;

import io.tandem.cli.CommandLines;

/** Starts Tandem: arguments in, a command's exit code out. Without a command it runs. */
public final class Tandem {

    private Tandem() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.execute(arguments));
    }
}
