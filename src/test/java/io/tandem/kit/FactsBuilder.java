package io.tandem.kit;

import io.tandem.record.EntityKey;
import io.tandem.record.IdForm;
import io.tandem.system.EntityFacts;
import io.tandem.system.EntityFacts.Operation;
import io.tandem.system.PropertyFacts;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** An entity with every operation and no lag, as far as a test says nothing else. */
public final class FactsBuilder {

    private final EntityKey key;
    private Map<String, PropertyFacts> properties = Map.of();
    private Set<String> needed = Set.of();
    private final Set<Operation> operations = EnumSet.allOf(Operation.class);
    private Duration lookupLag = Duration.ZERO;
    private Map<String, Set<String>> lockedWhen = Map.of();

    private FactsBuilder(EntityKey key) {
        this.key = key;
    }

    public static FactsBuilder of(EntityKey key) {
        return new FactsBuilder(key);
    }

    /** The same properties; all else is as it is by default here. */
    public static FactsBuilder like(EntityFacts facts) {
        return of(facts.key()).properties(facts.properties()).needed(facts.needed());
    }

    public FactsBuilder properties(Map<String, PropertyFacts> some) {
        properties = some;
        return this;
    }

    public FactsBuilder needed(Set<String> some) {
        needed = some;
        return this;
    }

    public FactsBuilder can(boolean can, Operation... some) {
        if (can) {
            operations.addAll(Set.of(some));
        } else {
            operations.removeAll(Set.of(some));
        }
        return this;
    }

    public FactsBuilder lookupLag(Duration lag) {
        lookupLag = lag;
        return this;
    }

    public FactsBuilder lockedWhen(Map<String, Set<String>> values) {
        lockedWhen = values;
        return this;
    }

    public EntityFacts build() {
        return new EntityFacts(
                key, properties, key, needed, operations, Duration.ZERO, lookupLag, lockedWhen, true, IdForm.ANY, 1);
    }
}
