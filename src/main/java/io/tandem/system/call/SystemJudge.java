package io.tandem.system.call;

import io.tandem.system.SystemException;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Says whether an answer concerns its system as a whole: refused credentials, a limit that is used up, a redirect, or a page
 * of something that stands in front of it. What concerns one request alone passes; the caller asks the {@link Judge}.
 */
final class SystemJudge {

    private final String system;
    private final Spec.Answers answers;
    private final Judge judge;

    SystemJudge(Spec.Descriptor descriptor, Judge judge) {
        this.system = descriptor.name();
        this.answers = descriptor.answers();
        this.judge = judge;
    }

    /**
     * @param closing is given how long no more such calls may go, where a limit is used up
     * @throws SystemException if the system as a whole fails
     */
    void check(Calls.Kind kind, Answer answer, Consumer<Duration> closing) {
        if (answer.status() >= 300 && answer.status() < 400) {
            throw new SystemException.Misunderstood(
                    system,
                    system + " redirects (HTTP " + answer.status()
                            + "); credentials don't follow it. Check the system's address",
                    null);
        }
        if (kind == Calls.Kind.READ && answer.status() == 200 && answer.body().isMissingNode()) {
            throw new SystemException.Misunderstood(
                    system, system + " answered something that is not JSON. Check the system's address", null);
        }
        if (isPage(kind, answer)) {
            throw new SystemException.Unavailable(
                    system,
                    system + " is not found (HTTP " + answer.status()
                            + ", and not JSON). Check the system's address if that stays so",
                    null,
                    true);
        }
        judge.of(answer).ifPresent(problem -> throwIfWhole(answer, problem, closing));
    }

    /** What stands in front of the system answers with pages: they say nothing about a record, neither that it is gone nor that it is written. */
    private static boolean isPage(Calls.Kind kind, Answer answer) {
        String type = answer.type();
        boolean foreign = answer.body().isMissingNode() && !type.isEmpty() && !type.contains("json");
        boolean notFound = answer.status() == 404 || answer.status() == 410;
        boolean done = kind == Calls.Kind.WRITE && answer.status() < 300 && type.contains("html");
        return foreign && (notFound || done);
    }

    /** Other calls may still be answered: one write's page is its record's trouble. */
    static Answer withoutPage(Calls.Kind kind, Answer answer) {
        return kind == Calls.Kind.WRITE && isPage(kind, answer)
                ? answer.inDoubt("HTTP " + answer.status()
                        + " with a page, not JSON; whether it was written is looked at in the next try")
                : answer;
    }

    private void throwIfWhole(Answer answer, Problem problem, Consumer<Duration> closing) {
        switch (problem.kind()) {
            case CREDENTIALS ->
                throw new SystemException.CredentialsRefused(
                        system,
                        system + " refused the credentials (" + problem.message()
                                + "). Check its settings, then run: tandem check --connect",
                        problem.message());
            case LIMIT -> {
                Duration pause = RetryAfter.of(answer, answers).orElse(Pace.USED_UP);
                closing.accept(pause);
                throw new SystemException.LimitReached(
                        system,
                        system + ": its limit of calls is used up (" + problem.message()
                                + "); its flows stop, and are tried again in "
                                + (pause.equals(Pace.USED_UP)
                                        ? "an hour"
                                        : "about " + (pause.toMinutes() + 1) + " minutes"));
            }
            case BUSY ->
                throw SystemException.Unavailable.busy(
                        system,
                        system + " keeps refusing calls because too many run at once (" + problem.message()
                                + "); its flows stop for this round");
            case MISSING_ENTITY ->
                throw new SystemException.EntityMissing(
                        system, system + " doesn't have this kind of records switched on (" + problem.message() + ")");
            default -> {} // concerns one request only; the caller judges
        }
    }
}
