package io.tandem.system.rest;

import io.tandem.record.SyncRecord;
import io.tandem.system.SystemException;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Calls about some records of an entity. When one fails, others are read: if one of these is answered, the failure is those
 * records' own (rule 12). The last that is looked at is the entity's list, from now on, which hangs on no record. Used
 * once, for one kind of call.
 *
 * <p>Cost: one more call for each failure, three at the most.
 */
final class Looks {

    private static final int MOST_RECORDS = 2;

    /** A read that shows whether the system answers. */
    private record Look(Spec.Call call, Template.Places places) {}

    private final Calls calls;
    private final RecordReader reader;
    private final Spec.Entity entity;
    private final Function<Collection<String>, Stream<Look>> others;

    /** No answer may mean a minute's wait for each try: after a call that waited through all of them, each is tried once. */
    private boolean unanswered;

    private Looks(
            Calls calls, RecordReader reader, Spec.Entity entity, Function<Collection<String>, Stream<Look>> others) {
        this.calls = calls;
        this.reader = reader;
        this.entity = entity;
        this.others = others;
    }

    /** @param records of which one is read that the failed call was not about */
    static Looks atRecords(
            Calls calls, RecordReader reader, Spec.Entity entity, List<SyncRecord> records, Set<String> properties) {
        return new Looks(
                calls,
                reader,
                entity,
                others(
                        entity.readMany(),
                        records,
                        record -> record.key().id(),
                        record -> DirectReads.places(entity, List.of(record), properties)));
    }

    /** @param refs external references of which one is looked up that the failed call was not about */
    static Looks atReferences(
            Calls calls, RecordReader reader, Spec.Entity entity, List<String> refs, Set<String> properties) {
        return new Looks(
                calls,
                reader,
                entity,
                others(entity.lookUp(), refs, ref -> ref, ref -> LookUps.places(entity, List.of(ref), properties)));
    }

    /** @param read that asks for one of them; null where the API has none */
    private static <T> Function<Collection<String>, Stream<Look>> others(
            Spec.Read read, List<T> all, Function<T, String> id, Function<T, Template.Places> places) {
        return failed -> read == null
                ? Stream.empty()
                : ends(all, one -> !failed.contains(id.apply(one)))
                        .map(one -> new Look(read.call(), places.apply(one)));
    }

    /** The same, and before the list at the records of the failed call: a write that fails says nothing about reads. */
    Looks orAtTheSame() {
        return new Looks(calls, reader, entity, failed -> Stream.concat(others.apply(failed), others.apply(Set.of()))
                .distinct()
                .limit(MOST_RECORDS));
    }

    private static <T> Stream<T> ends(List<T> all, Predicate<T> wanted) {
        List<T> some = all.stream().filter(wanted).toList();
        return some.isEmpty()
                ? Stream.empty()
                : Stream.of(some.get(0), some.get(some.size() - 1)).distinct();
    }

    /**
     * Makes a call about some records.
     *
     * @param ids of these; empty if they have none yet
     * @return its answer, or one that says nothing if it has none that can be read, while others are answered
     * @throws SystemException if nothing shows that the system answers
     */
    Answer ask(Spec.Call call, Collection<String> ids, Function<Spec.Call, Answer> how) {
        Answer answer;
        try {
            answer = how.apply(unanswered ? call.once() : call);
        } catch (SystemException failure) {
            if (!isOfThese(call, failure, ids)) {
                throw failure;
            }
            unanswered |= !answered(failure);
            return Answer.inDoubt(failure.getMessage(), calls.clock().instant());
        }
        if (answer.status() >= 500) {
            lookAround(call, answer, ids);
        }
        return answer;
    }

    private boolean isOfThese(Spec.Call failed, SystemException failure, Collection<String> ids) {
        boolean ofSystem = failure instanceof SystemException.LimitReached
                || failure instanceof SystemException.EntityMissing
                || failure instanceof SystemException.EntityFailed
                || failure instanceof SystemException.RecordsFailed;
        List<Look> looks = ofSystem ? List.of() : all(failed, ids).toList();
        return !ofSystem
                && (looks.stream().anyMatch(look -> isAnswered(look, failure)) || looks.isEmpty() && answered(failure));
    }

    private static boolean answered(SystemException failure) {
        return failure instanceof SystemException.Misunderstood
                || failure instanceof SystemException.Unavailable unavailable && unavailable.answered();
    }

    /** That some other call is answered also keeps the circuit breaker closed, which counts a server's errors. */
    private void lookAround(Spec.Call failed, Answer answer, Collection<String> ids) {
        List<Look> looks = all(failed, ids).toList();
        String why = calls.judge().of(answer).map(Problem::message).orElse("HTTP " + answer.status());
        SystemException failure = new SystemException.Unavailable(
                calls.system(), calls.system() + " is not available (" + why + ")", null);
        if (!looks.isEmpty() && looks.stream().noneMatch(look -> isAnswered(look, failure))) {
            throw failure;
        }
    }

    private Stream<Look> all(Spec.Call failed, Collection<String> ids) {
        Stream<Look> list = entity.fetch() == null ? Stream.empty() : Stream.of(list());
        return Stream.concat(others.apply(ids), list)
                .filter(look -> calls.host(look.call()).equals(calls.host(failed)));
    }

    private Look list() {
        PageReader walk = PageReader.fromNow(calls, entity, reader);
        return new Look(walk.firstCall(), walk.places());
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
}
