package io.tandem.app;

import io.tandem.config.Settings;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    /** Stands in for the sandbox's addresses and credentials until it is started; budgets are off. */
    static Map<String, String> placeholders(Systems systems) {
        Map<String, String> settings = new LinkedHashMap<>();
        systems.settings().forEach(setting -> {
            if (setting.key().contains(".budget.")) {
                settings.put(setting.key(), "none");
            }
        });
        settings.putAll(Sandbox.plannedSettings());
        return settings;
    }

    public static SandboxRun start(Settings settings, Path data) {
        return new SandboxRun(Sandbox.start(SandboxOptions.demo(
                number(settings, "sandbox.users"),
                number(settings, "sandbox.tickets"),
                number(settings, "sandbox.comments"),
                data)));
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
