package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends writes in batches and finds each one's result. A batch that is refused as a whole is halved until single records
 * are refused, so that one bad record never stops the others.
 */
final class Batches {

    private static final int FAILURES_IN_A_ROW = 5;

    private final Calls calls;
    private int failuresInARow;

    Batches(Calls calls) {
        this.calls = calls;
    }

    /** One write's result: its JSON, or the problem. */
    record Outcome(JsonNode result, Problem problem) {}

    /**
     * @param send makes the call for some of the writes
     * @param results where their results stand; null if the whole answer is the one write's
     */
    <T> List<Outcome> send(List<T> writes, int most, Function<List<T>, Answer> send, Spec.Results results) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int from = 0; from < writes.size(); from += most) {
            outcomes.addAll(batch(writes.subList(from, Math.min(writes.size(), from + most)), send, results));
        }
        return outcomes;
    }

    private <T> List<Outcome> batch(List<T> writes, Function<List<T>, Answer> send, Spec.Results results) {
        Answer answer = send.apply(writes);
        Optional<Problem> problem = calls.judge().of(answer);
        if (problem.isEmpty()) {
            failuresInARow = 0;
            return found(writes.size(), answer, results);
        }
        if (writes.size() == 1) {
            return List.of(new Outcome(MissingNode.getInstance(), alone(answer, problem.get())));
        }
        int half = writes.size() / 2;
        List<Outcome> outcomes = new ArrayList<>(batch(writes.subList(0, half), send, results));
        outcomes.addAll(batch(writes.subList(half, writes.size()), send, results));
        return outcomes;
    }

    /** A record that fails alone is its own fault, unless one after the other does. */
    private Problem alone(Answer answer, Problem problem) {
        failuresInARow = answer.status() >= 500 ? failuresInARow + 1 : 0;
        if (failuresInARow >= FAILURES_IN_A_ROW) {
            throw new SystemException.Unavailable(
                    calls.system(),
                    calls.system() + " fails one write after the other (" + problem.message() + ")",
                    null);
        }
        return problem;
    }

    private List<Outcome> found(int count, Answer answer, Spec.Results results) {
        if (results == null) {
            return List.of(new Outcome(answer.body(), null));
        }
        JsonNode list = Paths.at(answer.body(), results.items());
        if (!list.isArray() || list.size() != count) {
            throw new SystemException.Misunderstood(
                    calls.system(),
                    calls.system() + " answered " + list.size() + " results to " + count
                            + " writes; it isn't known which were done",
                    null);
        }
        List<Outcome> outcomes = new ArrayList<>();
        list.forEach(result -> outcomes.add(outcome(result, results)));
        return outcomes;
    }

    private Outcome outcome(JsonNode result, Spec.Results results) {
        int status = results.status().isEmpty()
                ? 0
                : Paths.at(result, results.status()).asInt();
        boolean failed = status >= 400 || Conditions.anyHolds(results.failedWhen(), result);
        return new Outcome(result, failed ? calls.judge().ofResult(status, result, results) : null);
    }
}
