package io.tandem.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The command line's root: without a command it does {@code run}. */
@Command(
        name = "tandem",
        description = "Keeps the records of business systems in step, two ways.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Exit codes: 0 done; 1 done, but something needs a person; 2 the command line or the configuration is"
                    + " wrong, nothing was called; 3 a system or the store could not be reached or refused the"
                    + " credentials; 70 a fault of Tandem itself, see the log."
        })
final class TandemCommand extends StartCommand {

    /** In the order of the help. */
    static final List<String> NAMES = List.of(
            "run",
            "sync",
            "sandbox",
            "check",
            "plan",
            "links",
            "waiting",
            "parked",
            "conflicts",
            "link",
            "unlink",
            "explain",
            "resolve",
            "retry",
            "pause",
            "resume",
            "allow-deletes",
            "reconcile",
            "references",
            "user",
            "import",
            "qa",
            "doc");

    TandemCommand(Session session) {
        super(session);
    }

    /** Those that a command line needs: to look at all of them takes a tenth of a start. */
    static List<Class<?>> wanted(List<String> arguments) {
        List<String> named = NAMES.stream().filter(arguments::contains).toList();
        boolean none = arguments.isEmpty() || arguments.contains("--version") || arguments.contains("-V");
        if (named.isEmpty() && none) {
            return List.of();
        }
        List<Class<?>> wanted = new ArrayList<>();
        (named.isEmpty() ? NAMES : named).forEach(name -> wanted.add(named(name)));
        return wanted;
    }

    /** Only the class that is named is loaded. */
    private static Class<?> named(String name) {
        return switch (name) {
            case "run" -> RunCommand.class;
            case "sync" -> SyncCommand.class;
            case "sandbox" -> SandboxCommand.class;
            case "check" -> CheckCommand.class;
            case "plan" -> PlanCommand.class;
            case "links" -> LinksCommand.class;
            case "waiting" -> WaitingCommand.class;
            case "parked" -> ParkedCommand.class;
            case "conflicts" -> ConflictsCommand.class;
            case "link" -> LinkCommand.class;
            case "unlink" -> UnlinkCommand.class;
            case "explain" -> ExplainCommand.class;
            case "resolve" -> ResolveCommand.class;
            case "retry" -> RetryCommand.class;
            case "pause" -> PauseCommand.class;
            case "resume" -> ResumeCommand.class;
            case "allow-deletes" -> AllowDeletesCommand.class;
            case "reconcile" -> ReconcileCommand.class;
            case "references" -> ReferencesCommand.class;
            case "user" -> UserCommand.class;
            case "import" -> ImportCommand.class;
            case "qa" -> QaCommand.class;
            case "doc" -> DocCommand.class;
            default -> throw new IllegalArgumentException("there is no command " + name);
        };
    }
}
