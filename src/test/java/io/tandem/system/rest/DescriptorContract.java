package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.config.Fault;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.MemoryLedger;
import io.tandem.kit.Person;
import io.tandem.kit.SystemRoutes;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One shipped descriptor as it stands, its real route, against its simulated system: what each call says on the wire. */
abstract class DescriptorContract extends BareContextSupport {

    private static final Path HOME = Path.of("").toAbsolutePath();

    /** One request on the wire, its address decoded. */
    record Call(String line, JsonNode body) {}

    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    Sandbox sandbox;
    Systems systems;
    Person person;

    /** How much demo data there is to begin with. */
    abstract SandboxOptions data();

    abstract SandboxSystem system();

    /** Settings beyond the sandbox's own. */
    Map<String, String> more() {
        return Map.of();
    }

    @BeforeEach
    void open() throws Exception {
        sandbox = Sandbox.start(data());
        person = new Person(sandbox);
        connect();
    }

    static SandboxOptions demo(int records) {
        return new SandboxOptions(records, records, records, false, null, Clock.systemUTC());
    }

    /** Connects the shipped descriptors; the sign-in is done and forgotten, what follows is told. */
    private void connect() throws Exception {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> settings = new HashMap<>(sandbox.settings());
        settings.putAll(more());
        systems = Systems.load(HOME, faults);
        systems.settings().stream()
                .filter(setting -> setting.defaultValue() != null
                        && !setting.defaultValue().contains("{"))
                .forEach(setting -> settings.putIfAbsent(setting.key(), setting.defaultValue()));
        systems.configure(key -> Optional.ofNullable(settings.get(key)), faults);
        assertThat(faults).isEmpty();
        systems.connect(context(), Clock.systemUTC(), 1 << 26, new MemoryLedger());
        context().getPropertiesComponent().addInitialProperty("calls.first-pause", "10");
        SystemRoutes.load(context(), Set.of(system().name()));
        systems.signIn(system().name());
        listen();
    }

    void listen() {
        calls.clear();
        system().witness((method, target, body) ->
                calls.add(new Call(method + " " + URLDecoder.decode(target, StandardCharsets.UTF_8), json(body))));
    }

    static JsonNode json(String text) {
        try {
            return text.startsWith("{") || text.startsWith("[")
                    ? Json.MAPPER.readTree(text)
                    : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @AfterEach
    void shut() {
        context().stop();
        sandbox.close();
    }

    EntityClient entity(String name) {
        return systems.entity(new EntityKey(system().name(), name));
    }

    List<String> lines() {
        return calls.stream().map(Call::line).toList();
    }

    /** The body of the only call with this method. */
    JsonNode body(String method) {
        return calls.stream()
                .filter(call -> call.line().startsWith(method + " "))
                .reduce((one, other) -> {
                    throw new AssertionError("two calls with " + method);
                })
                .orElseThrow()
                .body();
    }

    /** All records of a walk by their ids, with the last watermark under {@link #watermark}. */
    Map<String, SyncRecord> fetched(String entity, String from, String... properties) {
        Map<String, SyncRecord> records = new HashMap<>();
        entity(entity).fetch(from, Set.of(properties), page -> {
            page.records().forEach(record -> records.put(record.key().id(), record));
            watermark = page.watermark() == null ? watermark : page.watermark();
        });
        return records;
    }

    String watermark;

    SyncRecord read(String entity, String id, String... properties) {
        return Direct.reads(entity(entity), List.of(id), Set.of(properties)).get(0);
    }

    static Values text(String property, String value) {
        return Values.of(Map.of(property, TextNode.valueOf(value)));
    }

    WriteResult update(String entity, SyncRecord seen, Values changes) {
        return entity(entity)
                .write(List.of(new Write.Update(seen, changes)), seen.values().properties())
                .get(0);
    }

    static WriteResult.Written written(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.Written.class);
        return (WriteResult.Written) result;
    }

    static Refusal refusal(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.Refused.class);
        return ((WriteResult.Refused) result).refusal();
    }
}
