package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.system.call.Answer;
import io.tandem.system.call.Judge;
import io.tandem.system.call.SecretsInText;
import io.tandem.system.descriptor.PathConditions;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Sends writes in batches and finds each one's result. A batch that is refused as a whole is halved until single records
 * are refused, so that one bad record never stops the others.
 */
final class Batches {

    private final Judge judge;
    private final RecordCalls calls;

    Batches(Judge judge, RecordCalls calls) {
        this.judge = judge;
        this.calls = calls;
    }

    /**
     * One write's result.
     *
     * @param result its JSON, a missing node if the answer shows none
     * @param answer to the call, if that wrote this record alone, else empty
     * @param problem null if there is none
     */
    record Outcome(JsonNode result, Optional<Answer> answer, Problem problem) {

        Outcome(JsonNode result, Problem problem) {
            this(result, Optional.empty(), problem);
        }
    }

    /** How one kind of write is sent. */
    interface Sender<T> {
        Answer send(List<T> writes);

        /** The id of the record that is written; "" if it has none yet. */
        String id(T write);

        /** A server error leaves open what was done: which of these writes must not be sent again, and why. */
        Map<T, Problem> inDoubt(List<T> writes, Problem problem);
    }

    /** @param results where their results stand; null if the whole answer is the one write's */
    <T> List<Outcome> send(List<T> writes, int most, Sender<T> sender, Spec.Results results) {
        SortedMap<Integer, List<Outcome>> outcomes = new TreeMap<>();
        List<Integer> starts = IntStream.iterate(0, from -> from < writes.size(), from -> from + most)
                .boxed()
                .toList();
        calls.each(
                starts,
                from -> outcomes.put(
                        from, batch(writes.subList(from, Math.min(writes.size(), from + most)), sender, results)));
        calls.end();
        return outcomes.values().stream().flatMap(List::stream).toList();
    }

    private <T> List<Outcome> batch(List<T> writes, Sender<T> sender, Spec.Results results) {
        if (writes.isEmpty()) {
            return List.of();
        }
        Answer answer = sender.send(writes);
        Optional<Problem> problem = judge.of(answer);
        if (problem.isEmpty()) {
            calls.worked();
            return found(writes, answer, sender, results);
        }
        if (answer.isUnderWay()) {
            Outcome open = new Outcome(MissingNode.getInstance(), alone(answer, problem.get(), results));
            return Collections.nCopies(writes.size(), open);
        }
        if (writes.size() == 1) {
            return List.of(new Outcome(MissingNode.getInstance(), alone(answer, problem.get(), results)));
        }
        Map<T, Problem> doubtful = answer.status() >= 500 ? sender.inDoubt(writes, problem.get()) : Map.of();
        return halves(writes, doubtful, sender, results);
    }

    private <T> List<Outcome> halves(List<T> writes, Map<T, Problem> doubtful, Sender<T> sender, Spec.Results results) {
        List<T> again =
                writes.stream().filter(write -> !doubtful.containsKey(write)).toList();
        int half = (again.size() + 1) / 2;
        List<Outcome> sent = new ArrayList<>(batch(again.subList(0, half), sender, results));
        sent.addAll(batch(again.subList(half, again.size()), sender, results));
        Iterator<Outcome> next = sent.iterator();
        return writes.stream()
                .map(write -> doubtful.containsKey(write)
                        ? new Outcome(MissingNode.getInstance(), doubtful.get(write))
                        : next.next())
                .toList();
    }

    /**
     * A record that fails alone is its own fault, unless one after the other does. Where results stand in a list, an answer
     * without one that says "not there" may mean the call itself: no record is taken for gone.
     */
    private Problem alone(Answer answer, Problem problem, Spec.Results results) {
        boolean listIsGone = results != null && problem.kind() == Problem.Kind.GONE;
        boolean forbidden = problem.kind() == Problem.Kind.FORBIDDEN;
        if (answer.status() >= 500 || listIsGone || forbidden) {
            calls.failed(problem);
        } else {
            calls.worked();
        }
        return listIsGone ? problem.ofAnother() : problem;
    }

    /** A write of which the answer shows no result may be done or not: what is read afterwards says so. */
    private <T> List<Outcome> found(List<T> writes, Answer answer, Sender<T> sender, Spec.Results results) {
        if (results == null) {
            return List.of(new Outcome(answer.body(), Optional.of(answer), null));
        }
        List<String> ids = writes.stream().map(sender::id).toList();
        return new BatchResults(results, ids)
                .of(answer).stream()
                        .map(result -> outcome(result, results, answer.sent()))
                        .toList();
    }

    private Outcome outcome(JsonNode result, Spec.Results results, SecretsInText sent) {
        if (result.isMissingNode()) {
            return new Outcome(result, null);
        }
        int status = results.status().isEmpty()
                ? 0
                : Paths.at(result, results.status()).asInt();
        boolean failed = status >= 400 || PathConditions.anyHolds(results.failedWhen(), result);
        return new Outcome(result, failed ? judge.ofResult(status, result, results, sent) : null);
    }
}
