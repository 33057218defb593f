package io.tandem.sim;

import io.tandem.app.Engine;
import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.config.Tuning;
import io.tandem.kit.VirtualClock;
import io.tandem.store.StoredLedger;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.SimpleRegistry;

/** A running Tandem: what it has in memory. Steps and call beans are looked up by name in the registries of its own. */
record Tandem(Engine engine, Registry steps, Registry calls) {

    private static final long ANSWER_BYTES = 10_000_000;

    Processor bean(String name) {
        Processor step = steps.lookupByNameAndType(name, Processor.class);
        return step != null ? step : calls.lookupByNameAndType(name, Processor.class);
    }

    /** A process starts: everything that was only in memory is gone. */
    static Tandem start(Worker worker, Path home, Scenario scenario, VirtualClock clock) {
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(key -> setting(systems, key), faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the model's descriptor is wrong: " + faults);
        }
        systems.connect(
                worker.camel(),
                clock,
                ANSWER_BYTES,
                new StoredLedger(worker.database().jdbi()));
        Registry calls = new SimpleRegistry();
        for (String bean : List.of("awaitBudget", "closeWhenUsedUp", "closeOnRetryAfter")) {
            calls.bind(bean, worker.camel().getRegistry().lookupByName(bean));
        }
        Engine engine = Engine.started(
                worker.database(),
                Engine.Wiring.of(scenario.flows(), systems),
                clock,
                new Tuning(
                        scenario.chunkRecords(),
                        Tuning.DEFAULT.guard(),
                        Tuning.DEFAULT.pauses(),
                        Tuning.DEFAULT.waits()));
        Registry steps = new SimpleRegistry();
        engine.bind(steps);
        return new Tandem(engine, steps, calls);
    }

    private static Optional<String> setting(Systems systems, String key) {
        if (key.endsWith(".url")) {
            return Optional.of("http://" + key.replace(".url", ".example"));
        }
        return key.endsWith(".key")
                ? Optional.of("secret")
                : systems.settings().stream()
                        .filter(setting -> setting.key().equals(key))
                        .findFirst()
                        .map(Setting::defaultValue);
    }
}
