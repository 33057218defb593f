package io.tandem.app;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Durations;
import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.config.Settings;
import io.tandem.config.Tuning;
import io.tandem.console.ConsoleSettings;
import io.tandem.flow.Flow;
import io.tandem.flow.FlowFiles;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.RouteFiles;
import io.tandem.flow.RouteNames;
import io.tandem.store.Database;
import io.tandem.system.call.Network;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is configured, checked as a whole: settings, descriptors, flow files and route files. Nothing is called.
 *
 * @param files what all this was read from
 * @param sandbox whether the systems run in the embedded sandbox
 * @param sandboxSettings addresses and credentials of the sandbox, set when it starts
 * @param faults everything that is wrong, at once
 * @param notes what is allowed but worth knowing
 */
public record Configuration(
        Home home,
        ConfigurationFiles files,
        Settings settings,
        Systems systems,
        List<Flow> flows,
        boolean sandbox,
        Map<String, String> sandboxSettings,
        List<Fault> faults,
        List<String> notes) {

    static final String RECONCILE = "schedule.reconcile";
    private static final String CLEAN_UP = "schedule.clean-up";

    /** What a route's trigger has when it is off: Quartz refuses one that never fires. */
    private static final String AFTER_OUR_TIME = "0 0 3 1 1 ? 2099";

    static final Set<String> OWN_SCHEDULES = Set.of("schedule.default", RECONCILE, CLEAN_UP);
    static final String OFF = "off";

    /** Of a system that is off: its routes are there, and nothing calls them. */
    private static final String NO_ADDRESS = "http://off.invalid";

    public static Configuration load(Home home) {
        return load(home, sources(home), true);
    }

    /**
     * For commands that run no route: Camel doesn't read the routes, which takes as long as everything else. Our own
     * checks are made.
     */
    public static Configuration loadWithoutRoutes(Home home) {
        return load(home, sources(home), false);
    }

    private static Settings.Sources sources(Home home) {
        return Settings.Sources.of(home.folder(), home.around(), home.overrides());
    }

    /** The same with the present files, but with the old settings: new settings take effect at a start. */
    Configuration again() {
        return load(home, settings.sources(), true);
    }

    private static Configuration load(Home home, Settings.Sources sources, boolean routes) {
        ConfigurationFiles read = ConfigurationFiles.read(home.folder());
        List<Fault> faults = new ArrayList<>();
        // where routes run, Camel reads them at the same time: a start loads classes, and there is more than one core.
        // For our checks alone that takes more CPU and no less time
        CompletableFuture<RouteFiles> routeFiles = routes
                ? CompletableFuture.supplyAsync(() -> RouteFiles.read(home.folder()))
                : CompletableFuture.completedFuture(RouteFiles.read(home.folder()));
        CompletableFuture<List<Fault>> syntax =
                routes ? routeFiles.thenApplyAsync(RouteSyntax::faults) : CompletableFuture.completedFuture(List.of());
        Systems systems = Systems.load(home.folder(), faults);
        Set<String> flowNames = FlowFiles.names(home.folder());
        List<Setting> known = known(systems, flowNames);
        Settings settings = Settings.load(sources, known, faults);
        boolean sandbox = home.sandbox() || hasNoAddress(systems, settings);
        Map<String, String> demo = sandbox ? demoSettings(home, systems, faults) : new ConcurrentHashMap<>();
        systems.configure(key -> Optional.ofNullable(demo.get(key)).or(() -> settings.get(key)), faults);
        systems.checkBudgets(settings::get, faults);
        FlowFiles files = new FlowFiles(systems.facts(), faults);
        List<Flow> flows = files.load(home.folder(), sandbox);
        faults.addAll(routeFiles.join().check(flows, systems.names(), names(settings, sources, flowNames)));
        addUnlessKnown(syntax.join(), faults);
        new SettingChecks(settings, faults)
                .check(flowNames, systems.names(), home.around().folder());
        faults.replaceAll(settings::located);
        faults.sort(Comparator.comparing(Fault::file).thenComparing(Fault::line));
        return new Configuration(
                home,
                read,
                settings,
                systems,
                flows,
                sandbox,
                demo,
                faults.stream().distinct().toList(),
                Stream.of(
                                files.notes(),
                                systems.notes(),
                                Network.notes(settings::get, systems.names(), sources.environment(), sources.system()))
                        .flatMap(List::stream)
                        .toList());
    }

    private static boolean hasNoAddress(Systems systems, Settings settings) {
        return systems.addressKeys().stream()
                .noneMatch(
                        key -> settings.get(key).filter(v -> !v.startsWith("{")).isPresent());
    }

    /** Those of the sandbox, until it runs and says which they are. A budget on the command line counts over its own. */
    private static Map<String, String> demoSettings(Home home, Systems systems, List<Fault> faults) {
        if (!SandboxRun.available()) {
            faults.add(new Fault(
                    "",
                    0,
                    "no system's address is set, and the embedded sandbox is not there: lib/tandem-sandbox.jar was"
                            + " deleted. Set the systems' addresses (" + String.join(", ", systems.addressKeys())
                            + "), or put that file back"));
            return new ConcurrentHashMap<>();
        }
        Map<String, String> demo = new ConcurrentHashMap<>(SandboxRun.placeholders(systems));
        demo.keySet()
                .removeIf(key -> key.contains(".budget.") && home.overrides().containsKey(key));
        return demo;
    }

    /** Camel's word on a file that has a fault already says the same in other words. */
    private static void addUnlessKnown(List<Fault> others, List<Fault> faults) {
        Set<String> files = faults.stream().map(Fault::file).collect(Collectors.toSet());
        others.stream().filter(fault -> !files.contains(fault.file())).forEach(faults::add);
    }

    static List<Setting> known(Systems systems, Set<String> flowNames) {
        List<Setting> known = new ArrayList<>(OwnSettings.ALL);
        known.addAll(Tuning.SETTINGS);
        known.addAll(ConsoleSettings.known());
        known.addAll(Network.settings());
        known.addAll(systems.settings());
        flowNames.forEach(flow -> known.add(Setting.of("schedule." + flow, null, "Quartz cron of this flow")));
        return known;
    }

    /** What route files may refer to; Camel itself also looks in -D and in the environment. */
    private static RouteNames names(Settings settings, Settings.Sources sources, Set<String> flowNames) {
        Set<String> beans = new TreeSet<>(
                Set.of("fetch", "match", "transform", "upsert", "link", "roundFailed", "wantFullPasses", "forgetOld"));
        beans.addAll(Systems.ROUTE_BEANS);
        for (String declaring : List.of("camel.beans", "camel.threadpool.config")) {
            settings.startingWith(declaring)
                    .keySet()
                    .forEach(key -> beans.add(key.substring(declaring.length()).replaceAll("^[.\\[]|[.\\[\\]].*", "")));
        }
        return new RouteNames(
                beans,
                name -> OWN_SCHEDULES.contains(name)
                        || flowNames.stream().anyMatch(flow -> name.equals("schedule." + flow))
                        || settings.startingWith("camel.").containsKey(name)
                        || sources.system().containsKey(name)
                        || sources.environment().containsKey(Settings.variable(name)));
    }

    /** How often changed files are looked for; empty if they are not. */
    public Optional<Duration> reload() {
        return settings.get("config.reload").flatMap(Durations::parse);
    }

    /** @throws ConfigurationFault if anything is wrong */
    public Configuration orThrow() {
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return this;
    }

    /** Why a flow doesn't run; empty if it is on. */
    public Optional<String> whyOff(Flow flow) {
        return flow.link() == LinkPolicy.OFF
                ? Optional.of(flow.whyOff())
                : systems.whyOff(flow.source().system())
                        .or(() -> systems.whyOff(flow.target().system()));
    }

    public Tuning tuning() {
        return Tuning.of(settings);
    }

    public List<Flow> flowsOn() {
        return flows.stream().filter(flow -> whyOff(flow).isEmpty()).toList();
    }

    /** What a store has to belong to. */
    public Map<String, String> accounts() {
        Map<String, String> accounts = new TreeMap<>(systems.accounts());
        if (sandbox) {
            accounts.replaceAll((system, address) -> "sandbox");
        }
        return accounts;
    }

    /** Where the console listens and who signs in. @throws ConfigurationFault with every fault at once, and its place */
    public ConsoleSettings console() {
        try {
            return ConsoleSettings.of(settings, data());
        } catch (ConfigurationFault fault) {
            throw new ConfigurationFault(
                    fault.faults().stream().map(settings::located).toList());
        }
    }

    /** Whether the store could be opened, and the data folder be made; makes and changes nothing. */
    public void probeStore() {
        DataFolder.check(data());
        Database.probe(
                storeUrl(),
                settings.get("store.user").orElse(null),
                settings.get("store.password").orElse(null));
    }

    /** Opens the store, and makes it if there is none. */
    public Database openStore() {
        DataFolder.make(data());
        return Database.open(
                storeUrl(),
                settings.get("store.user").orElse(null),
                settings.get("store.password").orElse(null));
    }

    /** Where this configuration's data is: the sandbox has a store of its own. */
    public Path data() {
        Path data = home.around().folder().resolve("data").toAbsolutePath();
        return sandbox ? data.resolve("sandbox") : data;
    }

    String storeUrl() {
        return settings.get("store.url").orElse("jdbc:h2:file:" + data().resolve("tandem") + ";DB_CLOSE_ON_EXIT=FALSE");
    }

    /** What route files may name in double braces: schedules, and the addresses of systems. */
    Map<String, String> placeholders() {
        Map<String, String> placeholders = new TreeMap<>();
        systems.addressKeys().forEach(key -> placeholders.put(key, NO_ADDRESS));
        placeholders.putAll(systems.addresses());
        placeholders.putAll(schedules());
        return placeholders;
    }

    /** Each flow's cron. */
    Map<String, String> schedules() {
        String otherwise = settings.get("schedule.default").orElse(sandbox ? "0/5 * * * * ?" : "0 * * * * ?");
        Map<String, String> schedules = new TreeMap<>();
        schedules.put("schedule.default", otherwise);
        String nightly = settings.get(RECONCILE).orElseThrow();
        schedules.put(RECONCILE, nightly.equals(OFF) ? AFTER_OUR_TIME : nightly);
        schedules.put(CLEAN_UP, settings.get(CLEAN_UP).orElseThrow());
        flows.forEach(flow -> schedules.put(
                "schedule." + flow.id(),
                settings.get("schedule." + flow.id()).or(flow::schedule).orElse(otherwise)));
        return schedules;
    }
}
