package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.Resolution;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.FactsBuilder;
import io.tandem.kit.FlowBuilder;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Access;
import io.tandem.system.EntityFacts;
import io.tandem.system.PropertyFacts;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Two linked records of invented systems, the person {@code crm/people/1} and the contact {@code shop/contacts/2}. */
final class Pair {

    static final EntityKey PEOPLE = EntityKey.parse("crm/people");
    static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    static final RecordKey PERSON = PEOPLE.record("1");
    static final RecordKey CONTACT = CONTACTS.record("2");
    static final ReferenceTable NO_REFERENCES = wanted -> Optional.empty();
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Row> rows;
    private final Map<Side, Map<String, PropertyFacts>> properties = new EnumMap<>(Side.class);
    private final Map<Side, Values> values = new EnumMap<>(Side.class);
    private final Map<Side, Instant> modified = new EnumMap<>(Side.class);
    private final Map<Side, Map<String, Instant>> changedAt = new EnumMap<>(Side.class);
    private final Map<String, Resolution> decisions = new HashMap<>();
    private final Map<Side, String> locked = new EnumMap<>(Side.class);
    private final Set<Side> withoutUpdate = EnumSet.noneOf(Side.class);
    private ReferenceTable references = NO_REFERENCES;
    private Baseline baseline = Baseline.empty();

    Pair(Row... rows) {
        this.rows = List.of(rows);
        for (Side side : Side.values()) {
            properties.put(side, new HashMap<>());
            values.put(side, Values.none());
            modified.put(side, NOON);
            changedAt.put(side, new HashMap<>());
            for (Row row : rows) {
                if (row.property(side) != null) {
                    property(side, row.property(side), Access.WRITABLE, false, true);
                }
            }
        }
    }

    /** A value written as JSON with single quotes. */
    static JsonNode json(String text) {
        try {
            return Values.canonical(Json.MAPPER.readTree(text.replace('\'', '"')));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    Pair property(Side side, String name, Access access, boolean email, boolean clearable) {
        properties.get(side).put(name, new PropertyFacts(name, access, email, clearable));
        return this;
    }

    Pair holds(Side side, String property, String json) {
        values.compute(side, (s, known) -> known.with(property, json(json)));
        return this;
    }

    Pair source(String json) {
        return holds(Side.SOURCE, rows.get(0).source(), json);
    }

    Pair target(String json) {
        return holds(Side.TARGET, rows.get(0).target(), json);
    }

    Pair agreed(String source, String target) {
        return agreed(rows.get(0), source, target);
    }

    Pair agreed(Row row, String source, String target) {
        baseline = baseline.with(row, json(source), json(target));
        return this;
    }

    Pair later(Side side) {
        modified.put(side, NOON.plusSeconds(60));
        return this;
    }

    Pair changedAt(Side side, String property, Instant when) {
        changedAt.get(side).put(property, when);
        return this;
    }

    Pair decided(Side winner) {
        String loses = Json.text(values.get(winner.other()).get(rows.get(0).property(winner.other())));
        decisions.put(rows.get(0).id(), new Resolution(winner, loses));
        return this;
    }

    Pair readOnly(Side side) {
        return property(side, rows.get(0).property(side), Access.READ_ONLY, false, true);
    }

    /** A system that has no call to update its records. */
    Pair withoutUpdate(Side side) {
        withoutUpdate.add(side);
        return this;
    }

    Pair locked(Side side) {
        locked.put(side, "it is closed");
        return this;
    }

    Pair references(ReferenceTable table) {
        references = table;
        return this;
    }

    PairMerge merge() {
        return new PairMerge(flow(), facts(Side.SOURCE), facts(Side.TARGET));
    }

    PairState state() {
        return new PairState(record(Side.SOURCE), record(Side.TARGET), changedAt, baseline, decisions, locked);
    }

    SyncRecord record(Side side) {
        RecordKey key = side == Side.SOURCE ? PERSON : CONTACT;
        return new SyncRecord(key, values.get(side), modified.get(side), null, Presence.LIVE);
    }

    List<RowOutcome> outcomes() {
        return merge().merge(state(), references);
    }

    RowOutcome outcome() {
        return outcomes().get(0);
    }

    PairMerge.CreateValues create() {
        return merge().create(Side.SOURCE, record(Side.SOURCE), changedAt.get(Side.SOURCE), references);
    }

    /** Carries out what a merge decides, on both sides and in the baseline; a decision stays until it could be. */
    Pair carriedOut() {
        for (RowOutcome outcome : outcomes()) {
            if (!(outcome instanceof RowOutcome.Failed || outcome instanceof RowOutcome.Unresolved)) {
                decisions.remove(outcome.row().id());
            }
            if (outcome instanceof RowOutcome.WriteTo write) {
                String property = write.row().property(write.to());
                values.compute(write.to(), (s, known) -> known.with(property, write.value()));
                changedAt.get(write.to()).put(property, write.changedAt());
                baseline = Settlement.after(baseline, write, write.value(), true);
            } else if (outcome instanceof RowOutcome.Agreed agreed) {
                baseline = baseline.with(agreed.row(), agreed.source(), agreed.target());
            }
        }
        return this;
    }

    private Flow flow() {
        return FlowBuilder.of(PEOPLE, CONTACTS).rows(rows).build();
    }

    private EntityFacts facts(Side side) {
        EntityKey key = side == Side.SOURCE ? PEOPLE : CONTACTS;
        return FactsBuilder.of(key)
                .properties(Map.copyOf(properties.get(side)))
                .can(false, EntityFacts.Operation.DELETE)
                .can(!withoutUpdate.contains(side), EntityFacts.Operation.UPDATE)
                .build();
    }
}
