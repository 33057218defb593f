package io.tandem.system.rest;

import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.system.SystemException;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Calls that write records: tells a record that can't be written from a system that fails (rule 12). Used once, for one kind
 * of write of one entity.
 *
 * <p>A call that fails as if its whole system did is its records' own trouble while a read is answered. One write that
 * fails after the other is their own trouble too, if any other write of the chunk goes through: they are tried from
 * both ends, and only if none does, the flow stops.
 *
 * <p>Cost: one read, at most two, for each call that fails in that way.
 */
final class RecordCalls {

    /** As many may fail by chance, or because they belong together. */
    private static final int A_FEW = 5;

    /** So many in a row are no longer a matter of single records. */
    private static final int MOST = 20;

    /** After a few failures that took so long, no more are waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A read that shows whether the system answers. */
    record Look(Spec.Call call, Template.Places places) {}

    private final Calls calls;
    private final EntityKey entity;
    private final Function<Collection<String>, Stream<Look>> looks;
    private boolean works;
    private int inARow;
    private Instant failsSince;
    private Problem last;

    private RecordCalls(Calls calls, EntityKey entity, Function<Collection<String>, Stream<Look>> looks) {
        this.calls = calls;
        this.entity = entity;
        this.looks = looks;
    }

    /** @param records that are written; one of them that a failed call did not write is read, else one that it did */
    static RecordCalls toRecords(
            Calls calls, EntityKey key, Spec.Entity entity, List<SyncRecord> records, Set<String> properties) {
        return new RecordCalls(
                calls,
                key,
                written -> entity.readMany() == null || records.isEmpty()
                        ? Stream.empty()
                        : Stream.concat(
                                        records.stream()
                                                .filter(record -> !written.contains(
                                                        record.key().id()))
                                                .limit(1),
                                        Stream.of(records.get(0), records.get(records.size() - 1)))
                                .distinct()
                                .map(record -> new Look(
                                        entity.readMany().call(),
                                        DirectReads.places(entity, List.of(record), properties))));
    }

    /** @param refs external references of the records that are made: one is looked up */
    static RecordCalls toNewRecords(
            Calls calls, EntityKey key, Spec.Entity entity, List<String> refs, Set<String> properties) {
        return new RecordCalls(
                calls,
                key,
                written -> entity.lookUp() == null
                        ? Stream.empty()
                        : refs.stream()
                                .limit(1)
                                .map(ref -> new Look(
                                        entity.lookUp().call(), LookUps.places(entity, List.of(ref), properties))));
    }

    Answer call(Spec.Call call, Calls.Kind kind, Template.Places places, Collection<String> ids) {
        try {
            return calls.call(call, kind, places);
        } catch (SystemException failure) {
            return ofTheseAlone(call, failure, ids);
        }
    }

    Answer follow(Spec.Call call, Template.Places places, String link, Collection<String> ids) {
        try {
            return calls.follow(call, places, link);
        } catch (SystemException failure) {
            return ofTheseAlone(call, failure, ids);
        }
    }

    /** @throws SystemException the same, if nothing shows that the system answers */
    private Answer ofTheseAlone(Spec.Call call, SystemException failure, Collection<String> ids) {
        boolean ofSystem = failure instanceof SystemException.LimitReached
                || failure instanceof SystemException.EntityMissing
                || failure instanceof SystemException.Forbidden;
        if (ofSystem || !isAnswering(call, failure, ids)) {
            throw failure;
        }
        return Answer.inDoubt(failure.getMessage(), calls.clock().instant());
    }

    private boolean isAnswering(Spec.Call call, SystemException failure, Collection<String> ids) {
        return looks.apply(ids)
                .filter(look -> calls.host(look.call()).equals(calls.host(call)))
                .limit(2)
                .anyMatch(look -> isAnswered(look, failure));
    }

    private boolean isAnswered(Look look, SystemException failure) {
        try {
            Answer answer = calls.call(look.call(), Calls.Kind.READ, look.places());
            return answer.wasSent()
                    && calls.judge()
                            .of(answer)
                            .filter(problem -> problem.kind() == Problem.Kind.TEMPORARY)
                            .isEmpty();
        } catch (SystemException unanswered) {
            failure.addSuppressed(unanswered);
            return false;
        }
    }

    /** Writes all, in their order; while none goes through, from the other end. */
    <T> void each(List<T> all, Consumer<T> write) {
        Deque<T> left = new ArrayDeque<>(all);
        while (!left.isEmpty()) {
            write.accept(inARow >= A_FEW && !works ? left.removeLast() : left.removeFirst());
        }
    }

    /** @param problem of the write of a single record; empty if it went through */
    void count(Spec.Call call, Optional<Problem> problem) {
        if (problem.isEmpty() || problem.get().isOfRequest()) {
            worked();
        } else {
            failed(call, problem.get());
        }
    }

    /** A write went through, or was refused for a reason of its own. */
    void worked() {
        works = true;
        inARow = 0;
    }

    /**
     * A single record's write failed in a way that says nothing about the record.
     *
     * @throws SystemException if it is the system's failure
     */
    void failed(Spec.Call call, Problem problem) {
        last = problem;
        inARow++;
        Instant now = calls.clock().instant();
        failsSince = inARow == 1 ? now : failsSince;
        boolean down = inARow == A_FEW
                && !works
                && problem.kind() == Problem.Kind.TEMPORARY
                && !isAnswering(call, ofAll(), List.of());
        boolean tooSlow = inARow >= A_FEW && !works && failsSince.plus(PATIENCE).isBefore(now);
        if (down || tooSlow || inARow >= MOST) {
            throw ofAll();
        }
    }

    /** @throws SystemException if a few were tried, and none went through */
    void end() {
        if (!works && inARow >= A_FEW) {
            throw ofAll();
        }
    }

    private SystemException ofAll() {
        boolean forbidden = last.kind() == Problem.Kind.FORBIDDEN;
        String what = calls.system() + (forbidden ? " forbids" : " fails") + " one write of " + entity
                + " after the other (" + last.message() + ")";
        return forbidden ? last.ofAll(entity, what) : new SystemException.Unavailable(calls.system(), what, null);
    }
}
