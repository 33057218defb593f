package io.tandem.cli;

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

    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            SyncCommand.class,
            SandboxCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            LinksCommand.class,
            WaitingCommand.class,
            ParkedCommand.class,
            ConflictsCommand.class,
            LinkCommand.class,
            UnlinkCommand.class,
            ExplainCommand.class,
            ResolveCommand.class,
            RetryCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            AllowDeletesCommand.class,
            ReconcileCommand.class,
            ReferencesCommand.class,
            UserCommand.class,
            ImportCommand.class,
            QaCommand.class,
            DocCommand.class);

    TandemCommand(Session session) {
        super(session);
    }

    /** Those that a command line needs: to look at all of them takes a tenth of a start. */
    static List<Class<?>> wanted(List<String> arguments) {
        if (arguments.isEmpty()) {
            return List.of();
        }
        List<Class<?>> named = COMMANDS.stream()
                .filter(type ->
                        arguments.contains(type.getAnnotation(Command.class).name()))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }
}
