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
        boolean canFetch,
        boolean canReadMany,
        boolean canUpdate,
        boolean canCreate,
        boolean canDelete,
        boolean canLookUp,
        Duration readLag,
        Duration lookupLag,
        Map<String, Set<String>> lockedWhen,
        boolean createsOnce,
        IdForm idForm,
        int parallel) {

    /** One whose ids may have any form, and whose system answers one call after the other. */
    public EntityFacts(
            EntityKey key,
            Map<String, PropertyFacts> properties,
            EntityKey idSpace,
            Set<String> needed,
            boolean canFetch,
            boolean canReadMany,
            boolean canUpdate,
            boolean canCreate,
            boolean canDelete,
            boolean canLookUp,
            Duration readLag,
            Duration lookupLag,
            Map<String, Set<String>> lockedWhen) {
        this(
                key,
                properties,
                idSpace,
                needed,
                canFetch,
                canReadMany,
                canUpdate,
                canCreate,
                canDelete,
                canLookUp,
                readLag,
                lookupLag,
                lockedWhen,
                true,
                IdForm.ANY,
                1);
    }

    /** One that no descriptor describes: nothing can be done with it. */
    public static EntityFacts unknown(EntityKey key) {
        return new EntityFacts(
                key,
                Map.of(),
                key,
                Set.of(),
                false,
                false,
                false,
                false,
                false,
                false,
                Duration.ZERO,
                Duration.ZERO,
                Map.of());
    }

    /** Whether nobody can know if a create whose answer was lost was carried out. */
    public boolean losesCreates() {
        return canCreate && !canLookUp && !createsOnce;
    }

    /** Why this very record can't be written now (a closed ticket), or empty. */
    public Optional<String> locked(SyncRecord record) {
        return lockedWhen.entrySet().stream()
                .filter(e -> e.getValue().contains(Values.text(record.values().get(e.getKey()))))
                .map(e -> key + " can't be written while " + e.getKey() + " is " + String.join(" or ", e.getValue()))
                .findFirst();
    }
}
