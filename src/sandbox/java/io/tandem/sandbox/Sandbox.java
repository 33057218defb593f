package io.tandem.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The four systems, and those that are known from documents alone, simulated on loopback in this process. Their records can
 * outlive it in a folder.
 */
public final class Sandbox implements AutoCloseable {

    /** Every secret of the sandbox. */
    public static final String DEMO = "demo";

    public static final String DEMO_EMAIL = "demo@example.com";

    private final ZendeskSim zendesk;
    private final SalesforceSim salesforce;
    private final PowerOfficeSim powerofficego;
    private final CustomPmsSim custompms;
    private final ImportedSim imported;
    private final SandboxOptions options;
    private final Path folder;

    private Sandbox(SandboxOptions options) {
        boolean fixed = options.fixedPorts();
        this.options = options;
        zendesk = new ZendeskSim(fixed ? 8081 : 0, options.clock());
        salesforce = new SalesforceSim(fixed ? 8082 : 0, options.clock());
        powerofficego = new PowerOfficeSim(fixed ? 8083 : 0, options.clock());
        custompms = new CustomPmsSim(fixed ? 8090 : 0, options.clock());
        imported = new ImportedSim(fixed ? ImportedSim.PORT : 0, options.clock(), options.imported());
        folder = options.folder() == null ? null : options.folder().resolve("systems");
    }

    public static Sandbox start(SandboxOptions options) {
        Sandbox sandbox = new Sandbox(options);
        if (!sandbox.load() && options.users() > 0 && options.vendors()) {
            new DemoData(sandbox, options).fill();
        }
        sandbox.imported.fill(options.imported());
        sandbox.systems().forEach(SandboxSystem::start);
        return sandbox;
    }

    private List<SandboxSystem> systems() {
        List<SandboxSystem> systems = new ArrayList<>();
        if (options.vendors()) {
            systems.addAll(List.of(zendesk, salesforce, powerofficego, custompms));
        }
        systems.add(imported);
        return systems;
    }

    private boolean load() {
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        boolean found = false;
        try {
            for (SandboxSystem system : systems()) {
                for (Table table : system.tables()) {
                    found |= table.load(folder) && system != imported;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox's records can't be read; delete " + folder, e);
        }
        zendesk.loaded();
        custompms.loaded();
        return found;
    }

    /**
     * Settings that are known before the servers run; addresses are only placeholders.
     *
     * @param imported systems that are known from documents alone
     */
    public static Map<String, String> plannedSettings(Collection<String> imported) {
        Map<String, String> settings = plannedSettings();
        settings.putAll(ImportedSim.settings("http://127.0.0.1:" + ImportedSim.PORT, imported));
        return settings;
    }

    private static Map<String, String> plannedSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("zendesk.url", "http://127.0.0.1:8081");
        settings.put("zendesk.email", DEMO_EMAIL);
        settings.put("zendesk.api-token", DEMO);
        settings.put("salesforce.url", "http://127.0.0.1:8082");
        settings.put("salesforce.client-id", DEMO);
        settings.put("salesforce.client-secret", DEMO);
        settings.put("powerofficego.url", "http://127.0.0.1:8083");
        settings.put("powerofficego.v1-url", "http://127.0.0.1:8083/v1");
        settings.put("powerofficego.application-key", DEMO);
        settings.put("powerofficego.client-key", DEMO);
        settings.put("powerofficego.subscription-key", DEMO);
        settings.put("custompms.url", "http://127.0.0.1:8090/api/v1");
        settings.put("custompms.token", DEMO);
        return settings;
    }

    /** The settings with which these servers are reached. */
    public Map<String, String> settings() {
        Map<String, String> settings = imported.settings();
        if (!options.vendors()) {
            return settings;
        }
        settings.putAll(plannedSettings());
        settings.put("zendesk.url", zendesk.url());
        settings.put("salesforce.url", salesforce.url());
        settings.put("powerofficego.url", powerofficego.url());
        settings.put("powerofficego.v1-url", powerofficego.url() + "/v1");
        settings.put("custompms.url", custompms.url() + "/api/v1");
        return settings;
    }

    public ZendeskSim zendesk() {
        return zendesk;
    }

    public SalesforceSim salesforce() {
        return salesforce;
    }

    public PowerOfficeSim powerofficego() {
        return powerofficego;
    }

    public CustomPmsSim custompms() {
        return custompms;
    }

    public ImportedSim imported() {
        return imported;
    }

    @Override
    public void close() {
        systems().forEach(SandboxSystem::close);
        if (folder != null) {
            save();
        }
    }

    private void save() {
        try {
            Files.createDirectories(folder);
            for (SandboxSystem system : systems()) {
                for (Table table : system.tables()) {
                    table.save(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox's records can't be kept in " + folder, e);
        }
    }
}
