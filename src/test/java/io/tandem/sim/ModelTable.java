package io.tandem.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.kit.VirtualClock;
import io.tandem.record.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The records of one entity of a model system, each with all its versions and when lists begin to show them. */
final class ModelTable {

    /** @param visible true time at which lists and searches show it */
    record Version(int id, ObjectNode json, Instant stamp, long visible, long order) {}

    private final Dialect dialect;
    private final VirtualClock clock;
    private final Chance chance;
    private final TreeMap<Integer, List<Version>> records = new TreeMap<>();
    private final Map<String, Integer> byKey = new HashMap<>();
    private final int firstId;
    private int lastId;
    private long lastOrder;

    ModelTable(Dialect dialect, VirtualClock clock, Chance chance, int firstId) {
        this.dialect = dialect;
        this.clock = clock;
        this.chance = chance;
        this.firstId = firstId;
        this.lastId = firstId;
    }

    int nextId() {
        return ++lastId;
    }

    void put(int id, ObjectNode values) {
        List<Version> versions = records.computeIfAbsent(id, i -> new ArrayList<>());
        long now = clock.now();
        long visible = now + (dialect.lagMillis() == 0 ? 0 : chance.between(0, dialect.lagMillis()));
        if (!versions.isEmpty()) {
            visible = Math.max(visible, versions.get(versions.size() - 1).visible());
        }
        Instant stamp = Instant.ofEpochMilli(now + dialect.skewMillis())
                .truncatedTo(dialect.wholeSeconds() ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
        ObjectNode json = values.deepCopy();
        json.put("id", id).put("updated", stamp.toString()).put("version", versions.size() + 1);
        versions.add(new Version(id, json, stamp, visible, ++lastOrder));
    }

    Optional<ObjectNode> get(int id) {
        return Optional.ofNullable(records.get(id))
                .map(versions -> versions.get(versions.size() - 1).json());
    }

    ObjectNode copy(int id) {
        return get(id).orElseThrow().deepCopy();
    }

    List<Integer> ids() {
        return List.copyOf(records.keySet());
    }

    boolean live(int id) {
        return get(id).filter(json -> !json.path("deleted").asBoolean()).isPresent();
    }

    /** Whether there ever was such a record, one that vanished unseen included. */
    boolean existed(int id) {
        return firstId < id && id <= lastId;
    }

    /** Takes a record away without a trace. */
    void vanish(int id) {
        records.remove(id);
    }

    void remember(String key, int id) {
        byKey.put(key, id);
    }

    Optional<Integer> remembered(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** What lists show now of each record. */
    List<Version> listed() {
        long now = clock.now();
        List<Version> shown = new ArrayList<>();
        records.values().forEach(versions -> {
            for (int i = versions.size() - 1; i >= 0; i--) {
                if (versions.get(i).visible() <= now) {
                    shown.add(versions.get(i));
                    break;
                }
            }
        });
        return shown;
    }

    /** In the order in which lists came to show them: what an opaque cursor walks. */
    List<Version> inOrder() {
        return listed().stream()
                .sorted(Comparator.comparingLong(Version::visible).thenComparingLong(Version::order))
                .toList();
    }

    List<Version> since(Instant since, boolean exclusive, boolean byId) {
        Comparator<Version> order = byId
                ? Comparator.comparingInt(Version::id)
                : Comparator.comparing(Version::stamp).thenComparing(Version::id);
        return listed().stream()
                .filter(v -> exclusive ? v.stamp().isAfter(since) : !v.stamp().isBefore(since))
                .sorted(order)
                .toList();
    }

    /** Whether what changed is old enough for every list to show it. */
    boolean settled() {
        return listed().stream().allMatch(v -> v.json() == get(v.id()).orElseThrow());
    }

    static ObjectNode empty() {
        return Json.MAPPER.createObjectNode();
    }

    Duration lag() {
        return Duration.ofMillis(dialect.lagMillis());
    }
}
