package io.tandem.cli;

import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.app.SandboxRun;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The simulators alone. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "The simulators of the four systems alone, until stopped; prints the settings to reach them.")
final class SandboxCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options = new Options();

    SandboxCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        options.sandbox = true;
        Configuration configuration = Configuration.load(options.home()).orThrow();
        SandboxRun sandbox = SandboxRun.start(configuration.settings(), configuration.data());
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
