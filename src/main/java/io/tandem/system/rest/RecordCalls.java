package io.tandem.system.rest;

import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.system.SystemException;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that write records: tells a record that can't be written from a system that fails (rule 12). Used once, for one kind
 * of write of one entity.
 *
 * <p>A call that fails as if its whole system did is its records' own trouble while a read is answered. One write that
 * fails after the other is their own trouble too, as {@link Streak} says.
 *
 * <p>Cost: one read, at most three, for each call that fails in that way.
 */
final class RecordCalls {

    private static final Logger LOG = LoggerFactory.getLogger(RecordCalls.class);

    private final Calls calls;
    private final EntityKey entity;
    private final Looks looks;
    private final Streak streak;

    private RecordCalls(Calls calls, EntityKey entity, Looks looks, Successes before) {
        this.calls = calls;
        this.entity = entity;
        this.looks = looks;
        this.streak = new Streak(calls.clock(), before);
    }

    /**
     * @param records that are written; one of them that a failed call did not write is read, else one that it did
     * @param before how such writes went before
     */
    static RecordCalls toRecords(
            Calls calls,
            RecordReader reader,
            Spec.Entity entity,
            List<SyncRecord> records,
            Set<String> properties,
            Successes before) {
        Looks looks = Looks.atRecords(calls, reader, entity, records, properties);
        return new RecordCalls(calls, reader.entity(), looks.orAtTheSame(), before);
    }

    /**
     * @param refs external references of the records that are made: one is looked up
     * @param before how such writes went before
     */
    static RecordCalls toNewRecords(
            Calls calls,
            RecordReader reader,
            Spec.Entity entity,
            List<String> refs,
            Set<String> properties,
            Successes before) {
        return new RecordCalls(
                calls, reader.entity(), Looks.atReferences(calls, reader, entity, refs, properties), before);
    }

    /** @param ids of the records that it is about; empty if they have none yet */
    Answer call(Spec.Call call, Calls.Kind kind, Template.Places places, Collection<String> ids) {
        return looks.ask(call, ids, one -> calls.call(one, kind, places));
    }

    Answer follow(Spec.Call call, Template.Places places, String link, Collection<String> ids) {
        return looks.ask(call, ids, one -> calls.follow(one, places, link));
    }

    /** Writes all, in an order that finds out whether any goes through. */
    <T> void each(List<T> all, Consumer<T> write) {
        streak.each(all, write);
    }

    /** @param problem of the write of a single record; empty if it went through */
    void count(Optional<Problem> problem) {
        if (problem.isEmpty() || problem.get().isOfRequest()) {
            worked();
        } else {
            failed(problem.get());
        }
    }

    /** A write went through, or was refused for a reason of its own. */
    void worked() {
        streak.worked();
    }

    /**
     * A single record's write failed in a way that says nothing about the record.
     *
     * @throws SystemException if it is the system's failure
     */
    void failed(Problem problem) {
        if (streak.failed(problem)) {
            throw ofAll();
        }
    }

    /**
     * All were tried: that the account must write none of them is no record's fault alone, and worth a line of its own.
     *
     * @throws SystemException if none went through, and none did before
     */
    void end() {
        if (streak.isStillOfAll()) {
            throw ofAll();
        }
        if (streak.noneOf() > 0 && streak.last().kind() == Problem.Kind.FORBIDDEN) {
            LOG.warn(
                    "{} forbids each of {} writes of {} ({}). They are parked. If the account has lost the right to"
                            + " {}, give it back, then run: tandem retry --all",
                    calls.system(),
                    streak.noneOf(),
                    entity,
                    streak.last().message(),
                    entity);
        }
    }

    private SystemException ofAll() {
        boolean forbidden = streak.last().kind() == Problem.Kind.FORBIDDEN;
        return streak.last()
                .ofRecords(
                        entity,
                        calls.system() + (forbidden ? " forbids" : " fails") + " one write of " + entity
                                + " after the other (" + streak.last().message() + ")");
    }
}
