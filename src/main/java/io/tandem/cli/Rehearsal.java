package io.tandem.cli;

import io.tandem.config.Surroundings;
import io.tandem.remote.RunningApplication;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does once what commands do, so that Java can keep the classes that they load ({@link io.tandem.app.ClassArchive}): in the
 * sandbox, with some records, on a store in the current folder, whatever addresses and store the site has set.
 */
final class Rehearsal {

    /** What Java starts with: a class that nobody else loads. */
    private static final String START = "io.tandem.Tandem";

    private static final List<String> COMMANDS = List.of(
            "--help",
            "sync",
            "check",
            "check --json",
            "links",
            "links --json",
            "links export",
            "waiting --values",
            "waiting --json",
            "parked",
            "conflicts",
            "references export",
            "explain zendesk/users/35000000000001",
            "explain zendesk/users/35000000000001 --json",
            "retry 1",
            "sync --json");

    /** A quarter of an hour: beside others, with a low priority, an application takes minutes to start. */
    private static final int MOST_LOOKS = 10_000;

    private static final int BETWEEN_LOOKS_MS = 100;

    private Rehearsal() {}

    public static void main(String[] arguments) throws InterruptedException, ClassNotFoundException {
        Class.forName(START);
        CommandLines.execute(new String[] {"--version"});
        COMMANDS.forEach(Rehearsal::play);
        Thread run = new Thread(() -> play("run --set=console.port=0"), "run");
        run.setDaemon(true);
        run.start();
        for (int looks = 0;
                looks < MOST_LOOKS
                        && run.isAlive()
                        && RunningApplication.find(data()).isEmpty();
                looks++) {
            Thread.sleep(BETWEEN_LOOKS_MS);
        }
        play("links");
        System.exit(0);
    }

    private static Path data() {
        return Path.of("data", "sandbox").toAbsolutePath();
    }

    private static void play(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        if (!command.startsWith("--")) {
            arguments.addAll(List.of(
                    "--sandbox",
                    "--set=store.url=jdbc:h2:file:" + data().resolve("tandem") + ";DB_CLOSE_ON_EXIT=FALSE",
                    "--set=sandbox.users=60",
                    "--set=sandbox.tickets=60",
                    "--set=sandbox.comments=60"));
        }
        CommandLines.execute(arguments, Surroundings.ofThisProcess(), nowhere(), nowhere());
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }
}
