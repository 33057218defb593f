package io.tandem.system.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.Setting;
import io.tandem.config.Tuning;
import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.system.CallLedger;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.SystemException;
import io.tandem.system.SystemState;
import io.tandem.system.call.CallBeans;
import io.tandem.system.call.Calls;
import io.tandem.system.call.Network;
import io.tandem.system.call.Pace;
import io.tandem.system.descriptor.Budget;
import io.tandem.system.descriptor.DescriptorFile;
import io.tandem.system.descriptor.FactsOf;
import io.tandem.system.descriptor.SignInSettings;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** All systems that {@code config/systems} describes. The code knows none of them by name. */
public final class Systems {

    /** What this package makes known to routes by name. */
    public static final Set<String> ROUTE_BEANS = CallBeans.NAMES;

    /** Changes of so long are read: a clock of ours that is ahead by less asks for no moment that is still to come there. */
    private static final Duration ENOUGH_TO_SIGN_IN = Duration.ofHours(1);

    private final Map<String, Spec.Descriptor> descriptors;
    private final SystemAddresses addresses;
    private final Map<EntityKey, Spec.Entity> specs = new TreeMap<>();
    private final Map<EntityKey, EntityFacts> facts = new TreeMap<>();
    private final Map<EntityKey, RestEntity> clients = new TreeMap<>();
    private Consumer<String> firstAnswer = system -> {};
    private Supplier<? extends MeterRegistry> numbers = SimpleMeterRegistry::new;
    private Pace pace;
    private CallBeans beans;
    private ProducerTemplate producer;
    private Clock clock = Clock.systemUTC();
    private Function<String, Optional<String>> settings = key -> Optional.empty();

    private Systems(Map<String, Spec.Descriptor> descriptors) {
        this.descriptors = descriptors;
        this.addresses = new SystemAddresses(descriptors, this::setting);
    }

    /** Reads every descriptor below {@code home}; what is wrong is added to the faults. */
    public static Systems load(Path home, List<Fault> faults) {
        Map<String, Spec.Descriptor> found = new LinkedHashMap<>();
        List<DescriptorFile> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("config/systems"))) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(file -> YamlNode.read(
                            file, "config/systems/" + file.getFileName(), faults)
                    .map(DescriptorFile::new)
                    .ifPresent(read::add));
        } catch (IOException e) {
            faults.add(new Fault("config/systems", 0, "can't be read: " + FileTrouble.of(e) + ". Is --home right?"));
        }
        Set<String> settings =
                read.stream().flatMap(file -> file.settingNames().stream()).collect(Collectors.toSet());
        for (DescriptorFile file : read) {
            Spec.Descriptor descriptor = file.read(settings);
            found.put(descriptor.name(), descriptor);
        }
        return new Systems(found);
    }

    /** The settings that the systems understand, for the check of keys. */
    public List<Setting> settings() {
        List<Setting> known = new ArrayList<>();
        descriptors.values().forEach(descriptor -> {
            known.addAll(descriptor.settings());
            known.add(Network.ofSystem(descriptor.name()));
            descriptor
                    .budgets()
                    .forEach((budget, pace) -> known.add(Setting.of(
                            descriptor.name() + ".budget." + budget,
                            pace,
                            "at most so many calls in any such time, e.g. 400/min, 1/s, 100000/day, none")));
        });
        return known;
    }

    public Set<String> names() {
        return new TreeSet<>(descriptors.keySet());
    }

    /** Those whose descriptor was generated and nobody filled in for the real API yet. */
    public Set<String> stubs() {
        return descriptors.values().stream()
                .filter(Spec.Descriptor::stub)
                .map(Spec.Descriptor::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A system's name for people; the name itself if no descriptor knows it. */
    public String title(String system) {
        return descriptors.containsKey(system) ? descriptors.get(system).title() : system;
    }

    /** Takes the settings: chooses variants, and reports what is missing to sign in to systems that have an address. */
    public void configure(Function<String, Optional<String>> values, List<Fault> faults) {
        settings = values;
        descriptors.forEach((name, descriptor) -> {
            descriptor.entities().values().stream()
                    .filter(entity -> entity.variantOf().isEmpty() || chosen(entity))
                    .sorted(java.util.Comparator.comparing(Spec.Entity::variantOf))
                    .forEach(entity -> {
                        EntityKey key =
                                new EntityKey(name, entity.variantOf().isEmpty() ? entity.name() : entity.variantOf());
                        facts.put(key, FactsOf.entity(key, entity, descriptor.parallel()));
                        specs.put(key, entity);
                    });
            if (whyOff(name).isEmpty()) {
                new SignInSettings(this::setting).check(descriptor, faults);
            }
        });
    }

    private boolean chosen(Spec.Entity entity) {
        return entity.when().entrySet().stream()
                .allMatch(e -> setting(e.getKey()).filter(e.getValue()::equals).isPresent());
    }

    /** A setting; a default may refer to another setting in braces. */
    private Optional<String> setting(String key) {
        return settings.apply(key)
                .flatMap(value -> value.matches("\\{[\\w.-]+}")
                        ? settings.apply(value.substring(1, value.length() - 1))
                        : Optional.of(value));
    }

    /** Reports budgets that are none. */
    public void checkBudgets(Function<String, Optional<String>> values, List<Fault> faults) {
        descriptors.values().forEach(d -> d.budgets()
                .keySet()
                .forEach(budget -> Budget.check(d.name() + ".budget." + budget, values, faults)));
    }

    /** The settings that hold the systems' addresses. */
    public Set<String> addressKeys() {
        return addresses.keys();
    }

    /** By setting, those of the systems' addresses that are set. */
    public Map<String, String> addresses() {
        return addresses.set();
    }

    /** Why a system is off; empty if it is on. */
    public Optional<String> whyOff(String system) {
        return addresses.whyOff(system);
    }

    /** What a store has to belong to: the systems' addresses and variants, by system that is on. */
    public Map<String, String> accounts() {
        return addresses.accounts(this::chosen);
    }

    /** What is allowed but worth knowing: addresses that are called without encryption, and stubs. */
    public List<String> notes() {
        Stream<String> stubs = stubs().stream()
                .map(system -> "config/systems/" + system
                        + ".yaml is a stub that import made: its flows run in the sandbox alone." + " Fill in how "
                        + title(system) + " really speaks, as its head says, then delete the line stub: true");
        return Stream.concat(addresses.notes(), stubs).toList();
    }

    /** Where each property of an entity stands in its records, by name; none before {@link #configure}. */
    public Map<String, String> paths(EntityKey key) {
        Map<String, String> paths = new TreeMap<>();
        Optional.ofNullable(specs.get(key))
                .ifPresent(spec -> spec.properties().forEach((name, property) -> paths.put(name, property.path())));
        return paths;
    }

    /** Every entity that a descriptor declares; those that only stand for ids included. */
    public Map<EntityKey, EntityFacts> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /** Makes calls possible: binds what the system routes refer to, and makes a client for each entity. */
    public void connect(CamelContext camel, Clock clock, long mostAnswerBytes, CallLedger ledger) {
        this.clock = clock;
        pace = new Pace(clock, ledger, Tuning.longestWaitForLimit(this::setting));
        beans = new CallBeans(pace, clock, mostAnswerBytes, this::setting, firstAnswer, numbers.get());
        beans.bind(camel.getRegistry());
        producer = camel.createProducerTemplate();
        connect();
    }

    /** Has somebody know when a system answers as itself for the first time in this process. To be set before {@link #connect}. */
    public void whenFirstAnswered(Consumer<String> system) {
        firstAnswer = system;
    }

    /** Where calls are counted; else in a registry of their own. To be set before {@link #connect}. */
    public void countIn(Supplier<? extends MeterRegistry> registry) {
        numbers = registry;
    }

    /** Goes on in the place of systems that are connected: with the beans that routes know, all counts, and what budgets have left. */
    public void goOnFrom(Systems before) {
        clock = before.clock;
        pace = before.pace;
        beans = before.beans;
        producer = before.producer;
        connect();
    }

    private void connect() {
        Map<String, Budget> budgets = new TreeMap<>();
        descriptors.values().forEach(d -> d.budgets().keySet().forEach(budget -> setting(d.name() + ".budget." + budget)
                .flatMap(Budget::parse)
                .ifPresent(b -> budgets.put(d.name() + "." + budget, b))));
        pace.budgets(budgets);
        beans.answers(descriptors.values().stream()
                .collect(Collectors.toMap(Spec.Descriptor::name, Spec.Descriptor::answers)));
        Map<String, Calls> calls = new TreeMap<>();
        descriptors.forEach((name, d) -> calls.put(name, new Calls(d, this::setting, producer, beans)));
        specs.forEach((key, spec) -> {
            Calls own = calls.get(key.system());
            clients.put(key, new RestEntity(facts.get(key), spec, own, new OtherLists(own, specs)));
        });
    }

    /** Threads for what a run does side by side; by virtual time one thing follows the other. To be used after {@link #connect}. */
    public Executor threads() {
        return work -> beans.execute(work);
    }

    /** The process is about to end: no call waits for its turn any more. */
    public void end() {
        if (pace != null) {
            pace.end();
        }
    }

    /** @throws IllegalStateException before {@link #connect}, or for an entity that no descriptor declares */
    public EntityClient entity(EntityKey key) {
        return Optional.ofNullable(clients.get(key))
                .orElseThrow(() -> new IllegalStateException("no client for " + key));
    }

    /**
     * Signs in to a system, and reads what changed in the last hour through each of its clients: an address and credentials that
     * only look right don't pass.
     *
     * @throws SystemException if it can't be reached or refuses the credentials
     */
    public void signIn(String system) {
        Map<String, EntityKey> ofClient = new TreeMap<>();
        specs.forEach((key, spec) -> {
            if (key.system().equals(system) && spec.fetch() != null) {
                ofClient.putIfAbsent(spec.fetch().call().client(), key);
            }
        });
        String since = new Watermark(null, clock.instant().minus(ENOUGH_TO_SIGN_IN), false).text();
        for (EntityKey key : ofClient.values()) {
            try {
                entity(key).fetch(since, Set.of(), page -> {});
            } catch (SystemException.EntityMissing signedInWithoutIt) {
                continue;
            }
        }
    }

    /**
     * What in an entity's descriptor does not fit what the system answers, in words without values.
     *
     * @param properties that some flow uses
     * @throws SystemException if its list can't be had
     */
    public List<String> firstLook(EntityKey key, Set<String> properties) {
        return clients.get(key).firstLook(properties);
    }

    /** @return empty before {@link #connect} */
    public Optional<SystemState> state(String system) {
        return Optional.ofNullable(beans).map(b -> b.counters(system).state(b.budgetsLeft(system)));
    }

    /** Which limits calls wait for now, by name, {@code zendesk.exports}, and until about when. */
    public Map<String, Instant> waits() {
        return pace == null ? Map.of() : pace.waits();
    }

    /** The page of a record in its system's own user interface, if the descriptor says how it is addressed. */
    public Optional<String> page(EntityKey key, String id) {
        Spec.Entity spec = specs.get(key);
        return spec == null || spec.pageUrl().isEmpty()
                ? Optional.empty()
                : Template.filled(
                        spec.pageUrl(),
                        place -> place.equals("id")
                                ? Optional.of(Template.segment(id))
                                : setting(place).map(Calls::withoutSlash));
    }
}
