package io.tandem.cli;

import io.tandem.app.Home;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command understands. */
public final class Options {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where routes/ and config/ are. Default: beside the jar, or the current folder.")
    Path home;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets a configuration key; wins over file, -D and environment. Repeatable.")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--sandbox", description = "All systems run in the embedded sandbox, on a store of their own.")
    boolean sandbox;

    @Option(names = "--json", description = "One JSON document on standard output, nothing else there.")
    boolean json;

    private final Session session;

    Options(Session session) {
        this.session = session;
    }

    Home home() {
        Path folder = session.folder();
        return new Home(
                home != null ? folder.resolve(home) : Home.found(folder), Map.copyOf(set), sandbox, session.around());
    }
}
