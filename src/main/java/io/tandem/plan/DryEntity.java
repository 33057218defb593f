package io.tandem.plan;

import io.tandem.chunk.Snapshot;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads an entity as it is, and answers writes as its system would, without any call that writes. Thread-safe.
 *
 * <p>A created record has an id that names its origin and that no system has. What was written is a moment newer than
 * what was seen, so that a later fetch, which shows the record unwritten, isn't taken (rule 1).
 */
final class DryEntity implements EntityClient {

    private static final String NEW = "(new of ";

    private final EntityClient real;
    private final Function<Collection<String>, Map<String, Snapshot>> stored;
    private final Clock clock;
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    /** @param stored this entity's snapshots by id, as the plan's own store has them */
    DryEntity(EntityClient real, Function<Collection<String>, Map<String, Snapshot>> stored, Clock clock) {
        this.real = real;
        this.stored = stored;
        this.clock = clock;
    }

    private static String newId(String externalRef) {
        return NEW + externalRef + ")";
    }

    @Override
    public EntityFacts facts() {
        return real.facts();
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        real.fetch(watermark, properties, page -> pages.accept(withoutDeleted(page)));
    }

    private Page withoutDeleted(Page page) {
        return new Page(
                page.records().stream()
                        .filter(record -> !deleted.contains(record.key().id()))
                        .toList(),
                page.watermark(),
                page.clockOffset(),
                page.unreadable());
    }

    @Override
    public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
        List<SyncRecord> there =
                known.stream().filter(record -> !isOurs(record.key().id())).toList();
        List<String> ours = known.stream()
                .map(record -> record.key().id())
                .filter(this::isOurs)
                .toList();
        Reading real = there.isEmpty() ? Reading.none() : this.real.readMany(there, properties);
        Map<String, SyncRecord> found = new HashMap<>(real.found());
        stored.apply(ours.stream().filter(id -> id.startsWith(NEW)).toList())
                .forEach((id, seen) -> found.put(id, seen.record()));
        Set<String> gone = new HashSet<>(real.gone());
        ours.stream().filter(id -> !found.containsKey(id)).forEach(gone::add);
        return new Reading(found, gone, real.unread(), real.broken());
    }

    private boolean isOurs(String id) {
        return id.startsWith(NEW) || deleted.contains(id);
    }

    @Override
    public String host() {
        return real.host();
    }

    @Override
    public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
        return real.lookUp(externalRefs, properties);
    }

    /** Cost: for creates a look-up, as sync's own call would find a record that has the external reference already. */
    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        Map<String, String> existing = existing(writes, properties);
        return writes.stream().map(write -> result(write, existing)).toList();
    }

    private WriteResult result(Write write, Map<String, String> existing) {
        if (write instanceof Write.Create create) {
            return created(create, existing.get(create.externalRef()));
        }
        if (write instanceof Write.Update update) {
            SyncRecord seen = update.seen();
            return written(new SyncRecord(
                    seen.key(),
                    seen.values().with(update.changes()),
                    seen.modified().plusMillis(1),
                    seen.token(),
                    seen.presence()));
        }
        SyncRecord gone = ((Write.Delete) write).seen().deleted();
        deleted.add(gone.key().id());
        return written(gone);
    }

    private WriteResult created(Write.Create create, String existing) {
        if (existing != null) {
            return new WriteResult.Refused(new Refusal(Refusal.Kind.DUPLICATE, "it exists already", existing));
        }
        EntityKey entity = facts().key();
        return written(new SyncRecord(
                entity.record(newId(create.externalRef())), create.values(), clock.instant(), null, Presence.LIVE));
    }

    private static WriteResult written(SyncRecord record) {
        return new WriteResult.Written(record, true, Map.of());
    }

    /** The ids of records that creates would meet, by external reference: real ones, and new ones of this plan. */
    private Map<String, String> existing(List<Write> writes, Set<String> properties) {
        List<String> refs = writes.stream()
                .filter(Write.Create.class::isInstance)
                .map(write -> ((Write.Create) write).externalRef())
                .toList();
        Map<String, String> existing = new HashMap<>();
        if (refs.isEmpty()) {
            return existing;
        }
        List<String> ofReal = refs.stream().filter(ref -> !ref.contains(NEW)).toList();
        if (facts().canLookUp() && !ofReal.isEmpty()) {
            real.lookUp(ofReal, properties)
                    .found()
                    .forEach((ref, record) -> existing.put(ref, record.key().id()));
        }
        Map<String, Snapshot> made =
                stored.apply(refs.stream().map(DryEntity::newId).toList());
        refs.stream().filter(ref -> made.containsKey(newId(ref))).forEach(ref -> existing.put(ref, newId(ref)));
        return existing;
    }
}
