package io.tandem.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.kit.FactsBuilder;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Access;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.PropertyFacts;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A model of one entity of a system, in memory: versions, tombstones, external references, idempotency keys, pages by
 * modified time. Tests edit it as a person would and count its calls.
 */
public final class ModelEntity implements EntityClient {

    private final EntityKey key;
    private final Clock clock;
    private final EntityFacts facts;
    private final Map<String, SyncRecord> records = new TreeMap<>();
    private final Map<String, String> byExternalRef = new HashMap<>();
    private final Map<String, String> byIdempotencyKey = new HashMap<>();
    private final Map<String, Integer> calls = new TreeMap<>();
    private int pageSize = 100;
    private int lastId;
    private final Set<String> unlisted = new HashSet<>();
    private int pagesLeft = Integer.MAX_VALUE;
    private Clock reader;

    public ModelEntity(EntityKey key, Clock clock, String... properties) {
        this(key, clock, Map.of(), properties);
    }

    /** @param access of properties that aren't plainly writable */
    public ModelEntity(EntityKey key, Clock clock, Map<String, Access> access, String... properties) {
        this.key = key;
        this.clock = clock;
        Map<String, PropertyFacts> known = new LinkedHashMap<>();
        for (String name : properties) {
            known.put(
                    name,
                    new PropertyFacts(
                            name,
                            access.getOrDefault(name, Access.WRITABLE),
                            name.toLowerCase().contains("email"),
                            true));
        }
        this.facts = FactsBuilder.of(key)
                .properties(known)
                .needed(known.containsKey("status") ? Set.of("status") : Set.of())
                .lockedWhen(known.containsKey("status") ? Map.of("status", Set.of("closed")) : Map.of())
                .build();
    }

    /** Its own clock is another one than that of those who read it. */
    public void readBy(Clock other) {
        reader = other;
    }

    public void pageSize(int records) {
        pageSize = records;
    }

    public int calls(String kind) {
        return calls.getOrDefault(kind, 0);
    }

    private void called(String kind) {
        calls.merge(kind, 1, Integer::sum);
    }

    /** A person adds a record. */
    public SyncRecord add(String id, Map<String, String> values) {
        return put(id, values(values), Presence.LIVE);
    }

    /** A person edits properties of a record; null clears. */
    public SyncRecord edit(String id, Map<String, String> changes) {
        return put(id, records.get(id).values().with(values(changes)), Presence.LIVE);
    }

    public void presence(String id, Presence presence) {
        put(id, records.get(id).values(), presence);
    }

    /** Takes a record away without a trace. */
    public void vanish(String id) {
        records.remove(id);
    }

    /** Lists leave this record out from now on; it can still be read. */
    public void unlist(String id) {
        unlisted.add(id);
    }

    /** The next fetch breaks off after so many pages. */
    public void failAfter(int pages) {
        pagesLeft = pages;
        pageSize = 1;
    }

    /** An edit that leaves the modified time as it was. */
    public void editWithoutStamp(String id, Map<String, String> changes) {
        SyncRecord before = records.get(id);
        records.put(
                id,
                new SyncRecord(
                        before.key(),
                        before.values().with(values(changes)),
                        before.modified(),
                        before.token() + "1",
                        Presence.LIVE));
    }

    public SyncRecord get(String id) {
        return records.get(id);
    }

    public String text(String id, String property) {
        JsonNode value = records.get(id).values().get(property);
        return value.isNull() ? null : value.asText();
    }

    public Collection<SyncRecord> all() {
        return records.values();
    }

    private static Values values(Map<String, String> texts) {
        Map<String, JsonNode> values = new HashMap<>();
        texts.forEach((p, v) -> values.put(p, v == null ? null : TextNode.valueOf(v)));
        return Values.of(values);
    }

    private SyncRecord put(String id, Values values, Presence presence) {
        SyncRecord before = records.get(id);
        int version = before == null ? 1 : Integer.parseInt(before.token()) + 1;
        SyncRecord record = new SyncRecord(key.record(id), values, clock.instant(), String.valueOf(version), presence);
        records.put(id, record);
        return record;
    }

    @Override
    public EntityFacts facts() {
        return facts;
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        Instant since = watermark == null ? Instant.EPOCH : Instant.parse(watermark);
        Duration offset = reader == null ? Duration.ZERO : Duration.between(clock.instant(), reader.instant());
        if (reader != null && since.isAfter(clock.instant())) {
            since = Instant.EPOCH;
        }
        Instant start = since;
        List<SyncRecord> changed = records.values().stream()
                .filter(r -> !r.modified().isBefore(start)
                        && !unlisted.contains(r.key().id()))
                .sorted(Comparator.comparing(SyncRecord::modified)
                        .thenComparing(r -> r.key().id()))
                .toList();
        int from = 0;
        do {
            called("read");
            if (pagesLeft-- == 0) {
                throw new SystemException.Unavailable(key.system(), "broke off", null);
            }
            List<SyncRecord> page = changed.subList(from, Math.min(changed.size(), from + pageSize));
            String next = page.isEmpty()
                    ? start.toString()
                    : page.get(page.size() - 1).modified().toString();
            pages.accept(new Page(shown(page, properties), next, offset));
            from += pageSize;
        } while (from < changed.size());
    }

    private static List<SyncRecord> shown(List<SyncRecord> records, Set<String> properties) {
        return records.stream().map(r -> shown(r, properties)).toList();
    }

    private static SyncRecord shown(SyncRecord record, Set<String> properties) {
        Map<String, JsonNode> wanted = properties.stream()
                .collect(Collectors.toMap(p -> p, p -> record.values().get(p)));
        return record.withValues(Values.of(wanted));
    }

    @Override
    public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
        called("read");
        Map<String, SyncRecord> found = new LinkedHashMap<>();
        Set<String> gone = new HashSet<>();
        known.stream().map(record -> record.key().id()).forEach(id -> {
            if (records.containsKey(id)) {
                found.put(id, shown(records.get(id), properties));
            } else {
                gone.add(id);
            }
        });
        return new Reading(found, gone, Map.of(), Optional.empty());
    }

    @Override
    public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
        called("lookup");
        Map<String, SyncRecord> found = new LinkedHashMap<>();
        externalRefs.stream()
                .filter(byExternalRef::containsKey)
                .forEach(ref -> found.put(ref, shown(records.get(byExternalRef.get(ref)), properties)));
        return new Reading(found, Set.of(), Map.of(), Optional.empty());
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        called("write");
        List<WriteResult> results = new ArrayList<>();
        writes.forEach(write -> results.add(write(write, properties)));
        return results;
    }

    private WriteResult write(Write write, Set<String> properties) {
        if (write instanceof Write.Create create) {
            return create(create, properties);
        }
        if (write instanceof Write.Update update) {
            String id = update.seen().key().id();
            SyncRecord now = records.get(id);
            if (now.presence() == Presence.DELETED) {
                return new WriteResult.Refused(new Refusal(Refusal.Kind.GONE, "gone", null));
            }
            if (!now.token().equals(update.seen().token())) {
                return new WriteResult.Stale(shown(now, properties), false);
            }
            SyncRecord after = put(id, now.values().with(update.changes()), Presence.LIVE);
            return new WriteResult.Written(shown(after, properties), true, Map.of());
        }
        String id = ((Write.Delete) write).seen().key().id();
        if (!records.containsKey(id) || !records.get(id).live()) {
            return new WriteResult.Refused(new Refusal(Refusal.Kind.GONE, "gone", null));
        }
        SyncRecord gone = put(id, records.get(id).values(), Presence.DELETED);
        return new WriteResult.Written(shown(gone, properties), true, Map.of());
    }

    private WriteResult create(Write.Create create, Set<String> properties) {
        String before = byIdempotencyKey.get(create.idempotencyKey());
        if (before != null) {
            return new WriteResult.Written(shown(records.get(before), properties), true, Map.of());
        }
        String taken = byExternalRef.get(create.externalRef());
        if (taken != null) {
            return new WriteResult.Refused(new Refusal(Refusal.Kind.DUPLICATE, "conflict", taken));
        }
        String id = String.valueOf(++lastId);
        byExternalRef.put(create.externalRef(), id);
        byIdempotencyKey.put(create.idempotencyKey(), id);
        return new WriteResult.Written(shown(put(id, create.values(), Presence.LIVE), properties), true, Map.of());
    }
}
