package io.tandem.cli;

import picocli.CommandLine.Command;

/** The command line's root: without a command it does {@code run}. */
@Command(
        name = "tandem",
        description = "Keeps the records of business systems in step, two ways.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Exit codes: 0 done; 1 done, but something needs a person; 2 the command line or the configuration is"
                    + " wrong, nothing was called; 3 a system could not be reached or refused the credentials."
        },
        subcommands = {
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
            UserCommand.class
        })
final class TandemCommand extends StartCommand {

    TandemCommand(Session session) {
        super(session);
    }
}
