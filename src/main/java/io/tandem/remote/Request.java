package io.tandem.remote;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A command line that a shell hands to the running application.
 *
 * @param arguments as they were typed
 * @param folder the shell's current folder
 * @param who types: the shell's user
 * @param out standard output of that shell
 * @param err standard error of that shell
 */
public record Request(List<String> arguments, Path folder, String who, PrintStream out, PrintStream err) {

    public Request {
        arguments = List.copyOf(arguments);
    }
}
