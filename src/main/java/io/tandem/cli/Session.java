package io.tandem.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.tandem.app.Application;
import io.tandem.config.Surroundings;
import io.tandem.record.Json;
import io.tandem.remote.Request;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a command runs: at the shell, or inside the running application on behalf of a shell.
 *
 * @param arguments as they were typed
 * @param around the shell's current folder, with the environment of the process where the command runs
 * @param who types: the shell's user
 * @param out standard output of the shell that asked
 * @param err standard error of the shell that asked
 * @param running the application that runs already; empty at the shell
 */
public record Session(
        List<String> arguments,
        Surroundings around,
        String who,
        PrintStream out,
        PrintStream err,
        Optional<Application> running) {

    public Session(
            List<String> arguments,
            Path folder,
            String who,
            PrintStream out,
            PrintStream err,
            Optional<Application> running) {
        this(arguments, Surroundings.ofThisProcess().in(folder), who, out, err, running);
    }

    private static final int ANSWER_BYTES = 1 << 15;

    /** Made when it is needed: a command that answers no JSON starts without 500 classes. */
    private static final class Answer {
        private static final ObjectWriter JSON =
                Json.MAPPER.writerWithDefaultPrettyPrinter().with(new SafeEscapes());
    }

    static Session of(Request request, Application running) {
        return new Session(
                request.arguments(),
                running.configuration().home().around().in(request.folder()),
                request.who(),
                request.out(),
                request.err(),
                Optional.of(running));
    }

    /** The same for one whole answer: its lines go out together, at the latest by {@code out().flush()}. */
    Session buffered() {
        PrintStream together =
                new PrintStream(new BufferedOutputStream(out, ANSWER_BYTES), false, StandardCharsets.UTF_8);
        return new Session(arguments, around, who, together, err, running);
    }

    /** The shell's current folder. */
    Path folder() {
        return around.folder();
    }

    /** As it is handed to the running application. */
    Request request() {
        return new Request(arguments, folder(), who, out, err);
    }

    void json(Object document) {
        try {
            out.println(Answer.JSON.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is not JSON", e);
        }
    }

    /** Rows one by one, as one JSON list or as somebody else shows each. */
    <T> void rows(boolean json, Consumer<Consumer<T>> source, Consumer<T> otherwise) {
        if (json) {
            jsonRows(source);
        } else {
            source.accept(otherwise);
        }
    }

    /** A list that may be long, written as it comes. */
    <T> void jsonRows(Consumer<Consumer<T>> source) {
        try (SequenceWriter rows =
                Answer.JSON.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValuesAsArray(out)) {
            source.accept(row -> {
                try {
                    rows.write(row);
                } catch (IOException e) {
                    throw new UncheckedIOException("an answer is not JSON", e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("an answer is not JSON", e);
        }
        out.println();
    }

    /** One line, whatever the text holds. */
    void line(String text) {
        out.println(ForTerminal.of(text));
    }

    /** A line of a table for other programs, as it is: they need what is there. */
    void data(String row) {
        out.println(row);
    }

    /** One line, whatever the text holds. */
    void note(String text) {
        out.flush();
        err.println(ForTerminal.of(text));
    }
}
