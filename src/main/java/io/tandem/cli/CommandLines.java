package io.tandem.cli;

import io.tandem.app.ExitCode;
import io.tandem.app.LogProvider;
import io.tandem.app.PrivateLog;
import io.tandem.app.WithoutContent;
import io.tandem.app.WorkFolder;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.Surroundings;
import io.tandem.record.Causes;
import io.tandem.remote.RunningApplication;
import io.tandem.store.StoreUnavailable;
import io.tandem.system.SystemException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Turns arguments into a command's exit code; every way to fail ends here, in one form. */
public final class CommandLines {

    /** Jdbi makes itself known to Java's flight recorder, which takes a tenth of a short command; nobody records one. */
    private static final String NO_FLIGHT_RECORDER = "jfr.unsupported.vm";

    private static final Set<String> MAY_TAKE_LONG = Set.of("run", "sync", "sandbox", "plan", "import", "qa", "doc");

    private CommandLines() {}

    /** Runs a command line that was typed at the shell. @return an {@link ExitCode} */
    public static int execute(String[] arguments) {
        LogProvider.use();
        boolean isShort = true;
        for (String argument : arguments) {
            isShort &= !MAY_TAKE_LONG.contains(argument);
        }
        if (isShort) {
            System.setProperty(NO_FLIGHT_RECORDER, "true");
        }
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
        return out.ended(execute(List.of(arguments), Surroundings.ofThisProcess(), utf8(out), err), err);
    }

    /** Runs a command line with what is around it: all that a process gets from outside. */
    public static int execute(List<String> arguments, Surroundings around, PrintStream out, PrintStream err) {
        PrivateLog.keep();
        CleanLog.keep();
        Session session = new Session(arguments, around, who(around), out, err, Optional.empty());
        Optional<String> unreadable = WorkFolder.fault(around.properties().getOrDefault("user.dir", ""));
        if (unreadable.isPresent()) {
            report(session, List.of(new Fault("", 0, unreadable.get())), arguments.contains("--json"));
            return ExitCode.WRONG;
        }
        return execute(session);
    }

    /** UTF-8 in every locale: what reads the output need not know the shell's settings. */
    private static PrintStream utf8(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    /** Under sudo the person, not the service's user whom the shell's wrapper becomes. */
    private static String who(Surroundings around) {
        return Optional.ofNullable(around.environment().get("SUDO_USER"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> around.properties().getOrDefault("user.name", "?"));
    }

    public static int execute(Session session) {
        return of(session).execute(session.arguments().toArray(String[]::new));
    }

    /** The root with those commands that the session's arguments need. */
    static CommandLine of(Session session) {
        CommandLine line = new CommandLine(new TandemCommand(session), new SessionFactory(session));
        for (Class<?> command : TandemCommand.wanted(session.arguments())) {
            line.addSubcommand(command);
        }
        saysItsVersion(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Long.class, new Id());
        line.registerConverter(long.class, new Id());
        if (ProgressLine.isDumb(session.around())) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        line.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler(new WrongCommandLine(session));
        line.setExecutionExceptionHandler(new Failed(session));
        if (session.arguments().contains("--json")) {
            line.setExecutionStrategy(new WithJson(session));
        }
        return line;
    }

    private static void saysItsVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        for (CommandLine subcommand : command.getSubcommands().values()) {
            saysItsVersion(subcommand);
        }
    }

    /** Help and version, which picocli would answer as text, are one JSON document like every other answer. */
    private static int withJson(Session session, ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            if (command.isUsageHelpRequested()) {
                session.json(Map.of("help", command.getUsageMessage(CommandLine.Help.Ansi.OFF)));
                return ExitCode.DONE;
            }
            if (command.isVersionHelpRequested()) {
                session.json(Version.parts());
                return ExitCode.DONE;
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    // classes and loops, not lambdas: Java 17 can't archive a class of picocli's, which are of Java 5, whose lambdas it
    // archives

    private record Id() implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            if (!text.matches("\\d{1,18}")) {
                throw new TypeConversionException(
                        "'" + text + "' is no id. Ids are numbers: tandem conflicts and tandem parked list them");
            }
            return Long.valueOf(text);
        }
    }

    private record WrongCommandLine(Session session) implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException e, String[] arguments) {
            return wrongCommandLine(session, e, arguments);
        }
    }

    private record Failed(Session session) implements IExecutionExceptionHandler {
        @Override
        public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
            return failed(session, e, parsed);
        }
    }

    private record WithJson(Session session) implements IExecutionStrategy {
        @Override
        public int execute(ParseResult parsed) {
            return withJson(session, parsed);
        }
    }

    private static int wrongCommandLine(Session session, ParameterException e, String[] arguments) {
        report(
                session,
                List.of(new Fault("", 0, e.getMessage())),
                List.of(arguments).contains("--json"));
        if (!List.of(arguments).contains("--json")) {
            session.note("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.WRONG;
    }

    static int failed(Session session, Exception e, ParseResult parsed) {
        if (e instanceof ConfigurationFault fault) {
            report(session, fault.faults(), session.arguments().contains("--json"));
            return ExitCode.WRONG;
        }
        boolean json = session.arguments().contains("--json");
        if (e instanceof RunningApplication.CutOff) {
            report(session, List.of(new Fault("", 0, e.getMessage())), json);
            return ExitCode.OWN_FAULT;
        }
        Optional<String> known = StoreUnavailable.sentence(e)
                .or(() -> Causes.find(e, SystemException.class).map(Throwable::getMessage));
        if (known.isPresent()) {
            report(session, List.of(new Fault("", 0, known.get())), json);
            return ExitCode.SYSTEM_FAILED;
        }
        String command =
                parsed.originalArgs().isEmpty() ? "run" : parsed.originalArgs().get(0);
        LoggerFactory.getLogger(CommandLines.class).error("tandem {} failed", command, WithoutContent.of(e));
        report(
                session,
                List.of(new Fault(
                        "",
                        0,
                        "tandem " + command + " failed by a fault of its own: " + WithoutContent.message(e)
                                + ". Details are in the"
                                + " log, which goes to standard error"
                                + (session.running().isPresent() ? " of the running application" : ""))),
                json);
        return ExitCode.OWN_FAULT;
    }

    static void report(Session session, List<Fault> faults, boolean json) {
        if (json) {
            session.json(Map.of("faults", faults));
        } else {
            faults.forEach(fault -> session.note(fault.toString()));
        }
    }

    /** Makes commands: each takes the session. */
    private record SessionFactory(Session session) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Session.class) {
                    return type.cast(constructor.newInstance(session));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
