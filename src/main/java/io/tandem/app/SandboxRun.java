package io.tandem.app;

import io.tandem.config.Settings;
import io.tandem.sandbox.ImportedSystem;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The embedded sandbox of an application: started only when something is called. */
public final class SandboxRun implements AutoCloseable {

    private final Sandbox sandbox;

    private SandboxRun(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Whether the sandbox is there: a site may delete its jar. */
    static boolean available() {
        try {
            Class.forName("io.tandem.sandbox.Sandbox", false, SandboxRun.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException deleted) {
            return false;
        }
    }

    /** Placeholders for the sandbox's addresses and credentials until it is started; budgets are off. */
    static Map<String, String> placeholders(Systems systems) {
        Map<String, String> settings = new LinkedHashMap<>();
        systems.settings().forEach(setting -> {
            if (setting.key().contains(".budget.")) {
                settings.put(setting.key(), "none");
            }
        });
        settings.putAll(Sandbox.plannedSettings(systems.stubs()));
        return settings;
    }

    /** The four systems, and all whose descriptors are stubs. @param data where their records are kept */
    public static SandboxRun start(Configuration configuration, Path data) {
        return new SandboxRun(Sandbox.start(options(configuration, data)
                .with(imported(configuration, configuration.systems().stubs()))));
    }

    /** Those alone whose descriptors are stubs and that have no address. */
    public static SandboxRun startImported(Configuration configuration, Path data) {
        Systems systems = configuration.systems();
        List<String> without = systems.stubs().stream()
                .filter(stub -> configuration.sandbox() || systems.whyOff(stub).isPresent())
                .toList();
        return new SandboxRun(Sandbox.start(options(configuration, data)
                .with(imported(configuration, without))
                .importedOnly()));
    }

    /** Serves what another configuration has of such systems, too. */
    void serve(Configuration next) {
        sandbox.imported().fill(imported(next, next.systems().stubs()));
    }

    private static List<ImportedSystem> imported(Configuration configuration, Collection<String> systems) {
        return ImportedDemo.of(configuration.systems(), configuration.flows(), systems);
    }

    private static SandboxOptions options(Configuration configuration, Path data) {
        Settings settings = configuration.settings();
        return SandboxOptions.demo(
                number(settings, "sandbox.users"),
                number(settings, "sandbox.tickets"),
                number(settings, "sandbox.comments"),
                data);
    }

    private static int number(Settings settings, String key) {
        return Integer.parseInt(settings.get(key).orElseThrow());
    }

    public Map<String, String> settings() {
        return sandbox.settings();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
