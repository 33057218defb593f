package io.tandem.cli;

import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.app.SandboxRun;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The simulators alone. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description =
                "The simulators of the four systems, and of imported ones, until stopped; prints the settings to reach them.")
final class SandboxCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options;

    @Option(
            names = "--imported",
            description =
                    "Only the systems of imported documents that have no address: those whose descriptor import made.")
    boolean imported;

    SandboxCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.sandbox |= !imported;
        Configuration configuration = Configuration.load(options.home()).orThrow();
        SandboxRun sandbox = imported
                ? SandboxRun.startImported(configuration, configuration.data())
                : SandboxRun.start(configuration, configuration.data());
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "stop"));
        if (options.json) {
            session.json(new TreeMap<>(sandbox.settings()));
        } else {
            new TreeMap<>(sandbox.settings()).forEach((key, value) -> session.line(key + "=" + value));
        }
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }
}
