package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.app.Application;
import io.tandem.app.RoundFailures;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.record.Blanks;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Access;
import io.tandem.system.EntityClient;
import io.tandem.system.PropertyFacts;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Edits records of a flow's two systems as people would, and runs its rounds. What is made carries {@link #TAG} as its external
 * reference.
 */
final class LiveRecords {

    static final String TAG = "tandem-qa";

    /** So often something is looked for while reads lag. */
    private static final int LOOKS = 4;

    private final Application app;
    private final Flow flow;
    private final AnnouncedCalls calls;
    private final KnownPairs pairs;

    LiveRecords(Application app, Flow flow, AnnouncedCalls calls) {
        this.app = app;
        this.flow = flow;
        this.calls = calls;
        this.pairs = new KnownPairs(app, flow);
    }

    /** What the store knows of them. */
    KnownPairs pairs() {
        return pairs;
    }

    /** What became of a person's edit. @param record as it stands then; empty if it was refused @param why else */
    record Edited(Optional<SyncRecord> record, String why) {}

    Flow flow() {
        return flow;
    }

    private EntityClient client(Side side) {
        return app.systems().entity(flow.entity(side));
    }

    boolean makes(Side side) {
        return client(side).facts().canCreate();
    }

    boolean removes(Side side) {
        return client(side).facts().canDelete();
    }

    /** Whether a property of an existing record can be written. */
    boolean writes(Side side, String property) {
        return facts(side, property).access() == Access.WRITABLE
                && client(side).facts().canUpdate();
    }

    /** Whether a new record can carry a property. */
    boolean setsAtOnce(Side side, String property) {
        return facts(side, property).access() != Access.READ_ONLY;
    }

    private boolean knows(Side side, String property) {
        return client(side).facts().properties().containsKey(property);
    }

    PropertyFacts facts(Side side, String property) {
        return client(side).facts().properties().get(property);
    }

    /** Every property that the flow knows of a side. */
    Set<String> properties(Side side) {
        Set<String> names = new TreeSet<>(client(side).facts().needed());
        flow.rows().stream()
                .map(row -> row.property(side))
                .filter(Objects::nonNull)
                .forEach(names::add);
        flow.match().forEach(pairs -> pairs.forEach(pair -> names.add(pair.property(side))));
        flow.match().stream().flatMap(List::stream).map(MatchPair::when).forEach(conditions -> conditions.stream()
                .filter(condition -> condition.side() == side)
                .forEach(condition -> names.add(condition.condition().property())));
        flow.rows().forEach(row -> row.when().stream()
                .filter(condition -> condition.side() == side)
                .forEach(condition -> names.add(condition.condition().property())));
        flow.conditions(side).forEach(condition -> names.add(condition.property()));
        if (side == Side.SOURCE) {
            flow.connectedTo().forEach(connection -> connection.by().ifPresent(names::add));
        }
        return names;
    }

    /** A new record. */
    Edited make(Side side, Values values) {
        String ref = TAG + "/" + flow.entity(side).entity() + "/" + UUID.randomUUID();
        Write create = new Write.Create(ref, UUID.randomUUID().toString(), values);
        return calls.counted(() -> edited(write(side, create)));
    }

    Edited edit(Side side, String id, String property, JsonNode value) {
        return calls.counted(() -> set(side, id, Values.of(Collections.singletonMap(property, value))));
    }

    Edited edit(Side side, String id, Values values) {
        return calls.counted(() -> set(side, id, values));
    }

    /**
     * Puts values back that stood there before, one after the other: what one call changed makes the next a conflict. Also when
     * no more calls were announced.
     *
     * @return what could not be put back
     */
    List<String> putBack(Side side, String id, Values before) {
        try {
            return calls.alsoCounted(() -> putBackNow(side, id, before));
        } catch (SystemException e) {
            return List.of(key(side, id) + " could not get back what it held: " + e.getMessage());
        }
    }

    private List<String> putBackNow(Side side, String id, Values before) {
        List<String> left = new ArrayList<>();
        Values now = find(side, id).map(SyncRecord::values).orElseGet(Values::none);
        before.properties().stream()
                .filter(property -> properties(side).contains(property)
                        && knows(side, property)
                        && writes(side, property)
                        && !isSame(now.get(property), before.get(property)))
                .forEach(property -> {
                    Edited edited = set(side, id, Values.of(Collections.singletonMap(property, before.get(property))));
                    if (edited.record().isEmpty()) {
                        left.add(key(side, id) + " could not get back its " + property + ": " + edited.why());
                    }
                });
        return left;
    }

    static boolean isSame(JsonNode one, JsonNode other) {
        return Values.isEmpty(one) ? Values.isEmpty(other) : one.equals(other);
    }

    private Edited set(Side side, String id, Values change) {
        Optional<SyncRecord> now = find(side, id);
        return now.isEmpty()
                ? new Edited(now, "it can't be read")
                : edited(write(side, new Write.Update(now.get(), change)));
    }

    private WriteResult write(Side side, Write write) {
        return client(side).write(List.of(write), properties(side)).get(0);
    }

    private static Edited edited(WriteResult result) {
        if (result instanceof WriteResult.Written written) {
            return written.refused().values().stream()
                    .findFirst()
                    .map(refusal -> new Edited(Optional.empty(), refusal.message()))
                    .orElseGet(() -> new Edited(Optional.of(written.record()), ""));
        }
        return new Edited(
                Optional.empty(),
                result instanceof WriteResult.Refused refused
                        ? refused.refusal().message()
                        : "somebody else edited it");
    }

    /** @return why it could not be removed; empty if it is gone */
    Optional<String> delete(Side side, String id) {
        try {
            return calls.alsoCounted(() -> find(side, id)
                    .map(now -> write(side, new Write.Delete(now)))
                    .filter(result -> !(result instanceof WriteResult.Written))
                    .map(result -> edited(result).why()));
        } catch (SystemException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What a property holds as people compare it; empty if nothing. */
    Optional<String> text(Side side, String id, String property) {
        return read(side, id)
                .map(record -> record.values().get(property))
                .filter(value -> !Values.isEmpty(value))
                .map(value -> Blanks.foldEmail(Values.text(value)));
    }

    /** As it stands; where records can't be read one by one, as it was seen last. */
    Optional<SyncRecord> read(Side side, String id) {
        return calls.counted(() -> find(side, id));
    }

    private Optional<SyncRecord> find(Side side, String id) {
        return client(side).facts().canReadMany()
                ? Optional.ofNullable(client(side)
                        .readByIds(List.of(id), properties(side))
                        .found()
                        .get(id))
                : pairs.seen(side, List.of(id)).stream().findFirst();
    }

    /** @return what went wrong; empty if nothing did */
    List<String> sync() {
        return calls.counted(this::rounds);
    }

    /**
     * The same until something is seen, as long as reads of the two systems can lag behind a write.
     *
     * @return what went wrong in the last rounds
     */
    List<String> sync(BooleanSupplier seen) {
        Duration lag = client(Side.SOURCE)
                .facts()
                .readLag()
                .plus(client(Side.TARGET).facts().readLag());
        List<String> failures = sync();
        for (int i = 0; i < LOOKS && !lag.isZero() && !seen.getAsBoolean(); i++) {
            LockSupport.parkNanos(lag.dividedBy(LOOKS - 1).toNanos());
            failures = sync();
        }
        return failures;
    }

    /** A last time, also when no more calls were announced. What fails then, the flow's next round does. */
    void settle() {
        calls.alsoCounted(this::rounds);
    }

    private List<String> rounds() {
        RoundFailures failures =
                app.rounds().untilQuiet(List.of(flow), app.counts().start(calls.calls()));
        return failures.lines();
    }

    RecordKey key(Side side, String id) {
        return flow.entity(side).record(id);
    }
}
