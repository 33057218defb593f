package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.Condition;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records that claims about links are tried on: new ones where a system makes them, else records without a link that are
 * there. These get their values back, and a pair that came of them is taken apart.
 */
final class TrialRecords {

    /** So many records without a link are looked at. */
    private static final int LOOKED_AT = 500;

    private final Flow flow;
    private final LiveRecords records;
    private final List<TrialRecord> made = new ArrayList<>();
    private final List<TrialRecord> borrowed = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private final Map<Side, List<SyncRecord>> there = new LinkedHashMap<>();
    private String refusal = "";

    /** @param before its values; empty of what was made */
    private record TrialRecord(Side side, String id, Values before) {}

    TrialRecords(Flow flow, LiveRecords records) {
        this.flow = flow;
        this.records = records;
    }

    /**
     * A record of a side that holds these values and takes part in the flow.
     *
     * @param values of its keys; nothing where a key is to be empty
     * @return empty if a system refuses it or has none left; {@link #refusal} says why
     */
    Optional<SyncRecord> with(Side side, Values values) {
        return records.makes(side) ? made(side, values) : borrowed(side, values);
    }

    private Optional<SyncRecord> made(Side side, Values values) {
        Values all = ordinary(side);
        for (String property : values.properties()) {
            all = all.with(property, values.get(property));
        }
        Values filled = all;
        LiveRecords.Edited edited = records.make(side, filled.only(property -> !Values.isEmpty(filled.get(property))));
        edited.record()
                .ifPresentOrElse(
                        record -> made.add(new TrialRecord(side, record.key().id(), Values.none())),
                        () -> refusal = flow.entity(side) + " refused a record that was to be made: " + edited.why());
        return edited.record();
    }

    /** What a new record of a side holds beside its keys; what the flow matches by stays empty. */
    Values ordinary(Side side) {
        Values values = Values.none();
        for (Row row : flow.rows()) {
            String property = row.property(side);
            boolean key = flow.match().stream().flatMap(List::stream).anyMatch(pair -> pair.property(side)
                    .equals(property));
            if (row.source() != null
                    && !key
                    && row.reference() == null
                    && row.values().isEmpty()
                    && records.setsAtOnce(side, property)) {
                values = values.with(property, Examples.one(row.type(), property));
            }
        }
        for (Condition condition : flow.conditions(side)) {
            Optional<JsonNode> wanted = ConditionValues.meeting(condition);
            if (wanted.isPresent()) {
                values = values.with(condition.property(), wanted.get());
            }
        }
        return values;
    }

    private Optional<SyncRecord> borrowed(Side side, Values values) {
        List<SyncRecord> free = there.computeIfAbsent(side, s -> records.pairs().unlinked(s, LOOKED_AT));
        for (SyncRecord record : free) {
            Values change =
                    values.only(property -> !LiveRecords.isSame(record.values().get(property), values.get(property)));
            boolean can = change.properties().stream()
                    .allMatch(property -> records.writes(side, property)
                            && (!Values.isEmpty(change.get(property))
                                    || records.facts(side, property).clearable()));
            if (can
                    && record.live()
                    && flow.takesPart(side, record.values())
                    && used.add(side + " " + record.key().id())) {
                return edited(side, record, change);
            }
        }
        refusal = flow.entity(side) + " lets no record be made and has none left without a link that could stand in";
        return Optional.empty();
    }

    private Optional<SyncRecord> edited(Side side, SyncRecord record, Values change) {
        borrowed.add(new TrialRecord(side, record.key().id(), record.values()));
        if (change.isEmpty()) {
            return Optional.of(record);
        }
        LiveRecords.Edited edited = records.edit(side, record.key().id(), change);
        if (edited.record().isEmpty()) {
            refusal = record.key() + " could not be edited: " + edited.why();
        }
        return edited.record();
    }

    /** Why the last record could not be had. */
    String refusal() {
        return refusal;
    }

    /** Removes what was made, and what the flow made of it; gives borrowed records back. @return what was not possible */
    List<String> giveBack() {
        List<String> left = new ArrayList<>();
        for (TrialRecord one : borrowed) {
            records.pairs()
                    .link(one.side(), one.id())
                    .filter(link -> link.state() == LinkState.LINKED)
                    .ifPresent(link -> {
                        records.pairs().unlink(link.sourceId());
                        left.add(records.key(Side.SOURCE, link.sourceId()) + " and "
                                + records.key(Side.TARGET, link.targetId())
                                + " stay marked as taken apart, they can't be linked by the flow alone");
                    });
        }
        borrowed.forEach(one -> left.addAll(records.putBack(one.side(), one.id(), one.before())));
        for (TrialRecord one : made) {
            Optional<Link> pair =
                    records.pairs().link(one.side(), one.id()).filter(link -> link.state() == LinkState.LINKED);
            // taken apart first: a round that finds so many of its pairs deleted would wait for a person
            pair.filter(link -> records.removes(one.side()))
                    .ifPresent(link -> records.pairs().unlink(link.sourceId()));
            Optional<String> partner = pair.map(link -> link.recordId(one.side().other()));
            remove(one.side(), one.id()).ifPresent(left::add);
            partner.filter(id -> made.stream()
                            .noneMatch(other -> other.id().equals(id)
                                    && other.side() == one.side().other()))
                    .flatMap(id -> remove(one.side().other(), id))
                    .ifPresent(left::add);
        }
        records.settle();
        return left;
    }

    private Optional<String> remove(Side side, String id) {
        Optional<String> why =
                records.removes(side) ? records.delete(side, id) : Optional.of("its API has no call for it");
        return why.map(because -> records.key(side, id) + " could not be removed: " + because);
    }
}
