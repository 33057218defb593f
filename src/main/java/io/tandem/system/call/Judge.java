package io.tandem.system.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.system.descriptor.PathConditions;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what is wrong from an answer, by the descriptor's rules and else by the HTTP status. Pure. */
public final class Judge {

    private final Spec.Answers answers;
    private final Reason reason;

    public Judge(Spec.Descriptor descriptor) {
        this.answers = descriptor.answers();
        this.reason = Reason.of(descriptor);
    }

    /** @return empty if the answer is fine */
    public Optional<Problem> of(Answer answer) {
        if (answer.unsent()) {
            return Optional.of(new Problem(Problem.Kind.INVALID, answer.body().textValue(), null));
        }
        if (answer.saysNothing()) {
            return Optional.of(new Problem(Problem.Kind.TEMPORARY, answer.body().textValue(), null));
        }
        boolean failed = answer.status() >= 400 || PathConditions.anyHolds(answers.failedWhen(), answer.body());
        return failed
                ? Optional.of(problem(
                        answer.status(), answer.body(), answers.words(), "HTTP " + answer.status(), answer.sent()))
                : Optional.empty();
    }

    /** The problem of one result in a batch. @param status 0 if the result has none of its own */
    public Problem ofResult(int status, JsonNode result, Spec.Results results, SecretsInText sent) {
        return problem(status, result, results.words(), "item " + (status == 0 ? "refused" : status), sent);
    }

    /** Why an answer refuses what was asked, in one line without values; the status alone if it doesn't say. */
    String why(Answer answer, Spec.Words words) {
        return reason.of("HTTP " + answer.status(), answer.body(), words, answer.sent());
    }

    private Problem problem(int status, JsonNode body, Spec.Words words, String how, SecretsInText sent) {
        List<String> codes = Reason.texts(body, words.code()).toList();
        List<String> messages = Reason.texts(body, words.message()).toList();
        Spec.Answers.Rule rule = answers.rules().stream()
                .filter(r -> r.status().isEmpty() || r.status().contains(status))
                .filter(r -> r.codes().isEmpty() || holdsOne(codes, r.codes()))
                .filter(r -> r.messages().isEmpty() || holdsOne(messages, r.messages()))
                .findFirst()
                .orElse(null);
        Problem.Kind kind = rule == null ? byStatus(status) : rule.kind();
        String existing = rule == null || rule.existing().isEmpty() ? "" : Paths.text(body, rule.existing());
        return new Problem(kind, reason.of(how, body, words, sent), existing.isEmpty() ? null : existing);
    }

    /** Whether one of the texts holds one of the parts, in any letter case. */
    private static boolean holdsOne(List<String> texts, List<String> parts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).anyMatch(text -> parts.stream()
                .anyMatch(part -> text.contains(part.toLowerCase(Locale.ROOT))));
    }

    private static Problem.Kind byStatus(int status) {
        return switch (status) {
            case 401 -> Problem.Kind.CREDENTIALS;
            case 403 -> Problem.Kind.FORBIDDEN;
            case 404, 410 -> Problem.Kind.GONE;
            case 409, 412 -> Problem.Kind.STALE;
            case 408, 429 -> Problem.Kind.TEMPORARY;
            default -> status >= 500 ? Problem.Kind.TEMPORARY : Problem.Kind.INVALID;
        };
    }
}
