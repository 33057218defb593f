package io.tandem.system.descriptor;

import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import io.tandem.system.EntityFacts.Operation;
import io.tandem.system.PropertyFacts;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the steps need to know of an entity, drawn from its descriptor. */
public final class FactsOf {

    private FactsOf() {}

    /** @param parallel so many chunks of a flow may be at the system at the same time */
    public static EntityFacts entity(EntityKey key, Spec.Entity spec, int parallel) {
        Map<String, PropertyFacts> properties = new LinkedHashMap<>();
        spec.properties()
                .forEach((name, p) -> properties.put(
                        name,
                        new PropertyFacts(
                                name,
                                p.access(),
                                p.email(),
                                p.clearable(),
                                p.path().contains("."))));
        Set<String> needed = new LinkedHashSet<>(spec.needs());
        needed.addAll(spec.lockedWhen().keySet());
        Map<String, Set<String>> locked = new LinkedHashMap<>();
        spec.lockedWhen()
                .forEach((property, values) ->
                        locked.put(property, values.stream().map(Values::text).collect(Collectors.toSet())));
        return new EntityFacts(
                key,
                properties,
                new EntityKey(key.system(), spec.idSpace().equals(spec.name()) ? key.entity() : spec.idSpace()),
                needed,
                operations(spec),
                spec.readLag(),
                spec.lookupLag(),
                locked,
                spec.create() != null && spec.create().isKeyed(),
                spec.idForm(),
                parallel);
    }

    private static Set<Operation> operations(Spec.Entity spec) {
        Map<Operation, Object> calls = new EnumMap<>(Operation.class);
        calls.put(Operation.FETCH, spec.fetch());
        calls.put(Operation.READ_MANY, spec.readMany());
        calls.put(Operation.UPDATE, spec.update());
        calls.put(Operation.CREATE, spec.create());
        calls.put(Operation.DELETE, spec.delete());
        calls.put(Operation.LOOK_UP, spec.lookUp());
        calls.values().removeIf(Objects::isNull);
        return calls.keySet();
    }
}
