package io.tandem.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.app.Application;
import io.tandem.cli.CommandLines;
import io.tandem.cli.Session;
import io.tandem.config.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Command lines as a shell has them, run in this process: a start costs milliseconds here. What only a process has
 * (locale, signals, its own memory, class path) needs {@link Processes}.
 *
 * @param folder where they are typed; data goes below it
 * @param environment variables, beside those of this process
 * @param properties of {@code -D}, beside those of this process
 */
public record Shell(Path home, Path folder, Map<String, String> environment, Map<String, String> properties) {

    /** @param err the log included, as on standard error */
    public record Answer(int code, String out, String err) {}

    public Answer run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            List<String> all = new ArrayList<>(List.of(arguments));
            if (!all.contains("--home")) {
                all.addAll(List.of("--home", home.toAbsolutePath().toString()));
            }
            int code = CommandLines.execute(all, around(), System.out, System.err);
            return new Answer(code, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(errBefore);
        }
    }

    /**
     * A command line as the running application hears it, or as its own process would; what is logged is not in the answer.
     *
     * @param who typed it
     */
    public static Answer typed(Path home, Path folder, String who, Optional<Application> running, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        int code = CommandLines.execute(new Session(
                all, folder, who, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), running));
        return new Answer(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Surroundings around() {
        Surroundings process = Surroundings.ofThisProcess();
        Map<String, String> variables = new TreeMap<>(process.environment());
        variables.putAll(environment);
        Map<String, String> all = new TreeMap<>(process.properties());
        all.putAll(properties);
        return new Surroundings(folder.toAbsolutePath(), variables, all);
    }
}
