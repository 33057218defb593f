package io.tandem.system.rest;

import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Reading;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** An entity whose calls its descriptor says. Thread-safe. */
final class RestEntity implements EntityClient {

    /** Calls about single records that may be allowed, or may work, each without the others. */
    enum Asking {
        LOOK_UP,
        READ_TO_WRITE,
        UPDATE,
        CREATE,
        DELETE
    }

    private final EntityFacts facts;
    private final Spec.Entity entity;
    private final Calls calls;
    private final RecordReader reader;
    private final OtherLists others;
    private final Map<Asking, Successes> successes = new EnumMap<>(Asking.class);
    private final EmptyAnswers emptyAnswers = new EmptyAnswers();
    private final WrittenStamps written = new WrittenStamps();

    /** @param others lists of its system */
    RestEntity(EntityFacts facts, Spec.Entity entity, Calls calls, OtherLists others) {
        this.others = others;
        this.facts = facts;
        this.entity = entity;
        this.calls = calls;
        this.reader = new RecordReader(facts.key(), entity);
        for (Asking one : Asking.values()) {
            successes.put(one, new Successes(calls.clock()));
        }
    }

    /** How such calls of this entity went so far. */
    Successes successes(Asking of) {
        return successes.get(of);
    }

    /** What empty answers to its updates meant so far. */
    EmptyAnswers emptyAnswers() {
        return emptyAnswers;
    }

    @Override
    public EntityFacts facts() {
        return facts;
    }

    RecordReader reader() {
        return reader;
    }

    /** What of its descriptor does not fit what the system answers. */
    List<String> firstLook(Set<String> properties) {
        return entity.fetch() == null ? List.of() : new FirstLook(this, entity, calls, properties).notes();
    }

    @Override
    public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
        try {
            PageReader whole = new PageReader(calls, entity, reader, watermark, properties);
            List<Instant> parts = whole.parts(written, facts.parallel());
            if (parts.isEmpty()) {
                whole.run(pages);
            } else {
                new PartsOfWalk(calls, whole, parts, pages).run();
            }
        } catch (SystemException failure) {
            throw others.judged(facts.key(), entity.fetch().call(), failure);
        }
    }

    @Override
    public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
        return new DirectReads(entity, calls, reader, properties, new Successes(calls.clock())).read(known);
    }

    /**
     * Direct reads right before or after a write.
     *
     * @throws SystemException also if one read failed after the other
     */
    Reading readToWrite(Collection<SyncRecord> known, Set<String> properties) {
        Reading reading =
                new DirectReads(entity, calls, reader, properties, successes(Asking.READ_TO_WRITE)).readToWrite(known);
        reading.broken().ifPresent(broken -> {
            throw broken;
        });
        return reading;
    }

    @Override
    public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
        return new LookUps(entity, calls, reader, properties, successes(Asking.LOOK_UP)).of(externalRefs);
    }

    @Override
    public String host() {
        return entity.fetch() == null
                ? calls.system()
                : calls.host(entity.fetch().call());
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        WriteResult[] results = new WriteResult[writes.size()];
        List<Integer> updates = new ArrayList<>();
        List<Integer> creates = new ArrayList<>();
        List<Integer> deletes = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            (write instanceof Write.Create ? creates : write instanceof Write.Delete ? deletes : updates).add(i);
        }
        if (!updates.isEmpty()) {
            List<Write.Update> some =
                    updates.stream().map(i -> (Write.Update) writes.get(i)).toList();
            place(new UpdateCalls(this, entity, calls, reader).write(some, properties), updates, results);
        }
        if (!creates.isEmpty()) {
            List<Write.Create> some =
                    creates.stream().map(i -> (Write.Create) writes.get(i)).toList();
            place(new CreateCalls(this, entity, calls, reader).write(some, properties), creates, results);
        }
        if (!deletes.isEmpty()) {
            List<Write.Delete> some =
                    deletes.stream().map(i -> (Write.Delete) writes.get(i)).toList();
            place(new DeleteCalls(this, entity, calls).write(some, properties), deletes, results);
        }
        noteStamps(results);
        return List.of(results);
    }

    private void noteStamps(WriteResult... results) {
        if (entity.fetch() != null && entity.fetch().sideBySide()) {
            for (WriteResult result : results) {
                if (result instanceof WriteResult.Written done && done.record().modified() != null) {
                    written.add(done.record().modified());
                }
            }
        }
    }

    @Override
    public int callsOfAnUpdate(String property) {
        Spec.Update update = entity.update();
        if (update == null) {
            return 0;
        }
        Spec.Property written = entity.properties().get(property);
        boolean sequenced = written != null && !written.sequence().isEmpty();
        boolean looks =
                update.condition() == Spec.Condition.READ || Paths.isHeader(entity.token()) || update.sendsWhole();
        int before = looks ? 1 : 0;
        int after = sequenced || update.record() == null ? 1 : 0;
        int own = sequenced ? written.sequence().size() : update.job() == null ? 1 : 2;
        return before + own + after;
    }

    private static void place(List<WriteResult> some, List<Integer> positions, WriteResult[] results) {
        for (int i = 0; i < positions.size(); i++) {
            results[positions.get(i)] = some.get(i);
        }
    }
}
