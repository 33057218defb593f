package io.tandem.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tandem.record.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a command runs: at the shell, or inside the running application on behalf of a shell.
 *
 * @param arguments as they were typed
 * @param folder the shell's current folder
 * @param who types: the shell's user
 * @param out standard output of whoever asked
 * @param err standard error of whoever asked
 * @param running the application that runs already; empty at the shell
 */
record Session(
        List<String> arguments,
        Path folder,
        String who,
        PrintStream out,
        PrintStream err,
        Optional<Application> running) {

    void json(Object document) {
        try {
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is not JSON", e);
        }
    }

    void line(String text) {
        out.println(text);
    }

    void note(String text) {
        err.println(text);
    }
}
