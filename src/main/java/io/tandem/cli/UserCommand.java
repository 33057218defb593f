package io.tandem.cli;

import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.config.ConfigurationFault;
import io.tandem.console.ConsoleSettings;
import io.tandem.console.Role;
import io.tandem.console.UsersFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says who may sign in to the console. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Adds or changes who may sign in to the console; asks for the password, or reads it from"
                + " standard input. A running application follows at once.",
        footer = {"", "Example: tandem user olga --role admin"})
final class UserCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options;

    @Parameters(paramLabel = "NAME", description = "Letters, digits and . _ - @")
    String name;

    @Option(
            names = "--role",
            paramLabel = "viewer|admin",
            description = "A viewer looks, an admin also decides; default viewer.")
    Role role = Role.VIEWER;

    @Option(names = "--remove", description = "Takes the name out.")
    boolean remove;

    UserCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Configuration configuration = Configuration.load(options.home());
        UsersFile users = ConsoleSettings.users(configuration.settings(), configuration.data());
        if (remove) {
            if (!users.remove(name)) {
                throw new ConfigurationFault("nobody is called " + name);
            }
            session.line(name + " can't sign in any more.");
        } else {
            users.put(name, role, password());
            session.line(name + " can sign in to the console.");
        }
        if (!users.anyAdmin()) {
            session.note("Nobody in " + users
                    + " is an admin, so nobody there can decide. Make one: tandem user NAME --role admin");
        }
        return ExitCode.DONE;
    }

    private String password() {
        return System.console() == null ? line() : asked();
    }

    private static String asked() {
        char[] given = System.console().readPassword("Password: ");
        return given == null ? "" : new String(given);
    }

    private static String line() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("no password on standard input", e);
        }
    }
}
