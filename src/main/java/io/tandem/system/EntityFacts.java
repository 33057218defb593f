package io.tandem.system;

import io.tandem.record.EntityKey;
import io.tandem.record.IdForm;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the steps need to know of an entity, as its descriptor says it. Immutable.
 *
 * @param properties every known property by name
 * @param idSpace whose ids these records have: {@code powerofficego/party} for customers; by default the entity itself
 * @param needed properties that the descriptor itself needs in every snapshot (locks, addresses of writes)
 * @param operations what its descriptor has a call for
 * @param readLag how long a read may lag behind our own write
 * @param lookupLag how long a look-up by external reference may lag behind a create
 * @param lockedWhen property values that make one record unwritable, e.g. {@code status -> closed}
 * @param createsOnce whether a create that is sent twice makes one record: it carries a key that says so
 * @param idForm how its ids look, and how people may write them
 * @param parallel so many chunks of a flow may be at its system at the same time
 */
public record EntityFacts(
        EntityKey key,
        Map<String, PropertyFacts> properties,
        EntityKey idSpace,
        Set<String> needed,
        Set<Operation> operations,
        Duration readLag,
        Duration lookupLag,
        Map<String, Set<String>> lockedWhen,
        boolean createsOnce,
        IdForm idForm,
        int parallel) {

    /** What a descriptor may describe a call for. */
    public enum Operation {
        FETCH,
        READ_MANY,
        UPDATE,
        CREATE,
        DELETE,
        LOOK_UP
    }

    /** One that no descriptor describes: nothing can be done with it. */
    public static EntityFacts unknown(EntityKey key) {
        return new EntityFacts(
                key, Map.of(), key, Set.of(), Set.of(), Duration.ZERO, Duration.ZERO, Map.of(), true, IdForm.ANY, 1);
    }

    public boolean canFetch() {
        return operations.contains(Operation.FETCH);
    }

    public boolean canReadMany() {
        return operations.contains(Operation.READ_MANY);
    }

    public boolean canUpdate() {
        return operations.contains(Operation.UPDATE);
    }

    public boolean canCreate() {
        return operations.contains(Operation.CREATE);
    }

    public boolean canDelete() {
        return operations.contains(Operation.DELETE);
    }

    public boolean canLookUp() {
        return operations.contains(Operation.LOOK_UP);
    }

    /** Whether nobody can know if a create whose answer was lost was carried out. */
    public boolean losesCreates() {
        return canCreate() && !canLookUp() && !createsOnce;
    }

    /** Why this very record can't be written now (a closed ticket), or empty. */
    public Optional<String> locked(SyncRecord record) {
        return lockedWhen.entrySet().stream()
                .filter(e -> e.getValue().contains(Values.text(record.values().get(e.getKey()))))
                .map(e -> key + " can't be written while " + e.getKey() + " is " + String.join(" or ", e.getValue()))
                .findFirst();
    }
}
