package io.tandem.cli;

import picocli.CommandLine.Command;

/** What tandem does without a command, by name. */
@Command(
        name = "run",
        description =
                "All flows on their schedules, with the console, until stopped. What tandem does without a command.")
final class RunCommand extends StartCommand {

    RunCommand(Session session) {
        super(session);
    }
}
