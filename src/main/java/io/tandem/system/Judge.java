package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads what is wrong from an answer, by the descriptor's rules and else by the HTTP status. Pure. */
final class Judge {

    private final Spec.Answers answers;

    Judge(Spec.Answers answers) {
        this.answers = answers;
    }

    /** @return empty if the answer is fine */
    Optional<Problem> of(Answer answer) {
        boolean failed = answer.status() >= 400 || Conditions.anyHolds(answers.failedWhen(), answer.body());
        return failed
                ? Optional.of(problem(
                        answer.status(),
                        answer.body(),
                        answers.code(),
                        answers.message(),
                        "HTTP " + answer.status(),
                        answer.sent()))
                : Optional.empty();
    }

    /** The problem of one result in a batch. */
    Problem ofResult(int status, JsonNode result, Spec.Results results, Sent sent) {
        return problem(
                status, result, results.code(), results.message(), "item " + (status == 0 ? "refused" : status), sent);
    }

    private Problem problem(
            int status, JsonNode body, List<String> codes, List<String> messages, String how, Sent sent) {
        List<String> found = codes.stream()
                .map(path -> Paths.text(body, path))
                .filter(text -> !text.isEmpty())
                .toList();
        Spec.Answers.Rule rule = answers.rules().stream()
                .filter(r -> r.status().isEmpty() || r.status().contains(status))
                .filter(r -> r.codes().isEmpty()
                        || found.stream().anyMatch(code -> r.codes().stream().anyMatch(code::contains)))
                .findFirst()
                .orElse(null);
        Problem.Kind kind = rule == null ? byStatus(status) : rule.kind();
        String existing = rule == null || rule.existing().isEmpty() ? "" : Paths.text(body, rule.existing());
        String said = messages.stream()
                .map(path -> Paths.text(body, path))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> withoutValues(text, sent))
                .orElse("");
        String code = found.stream()
                .filter(text -> text.matches("[\\w .:-]{1,60}"))
                .reduce((general, specific) -> specific)
                .map(text -> " " + sent.without(text))
                .orElse("");
        return new Problem(
                kind, how + code + (said.isEmpty() ? "" : ": " + said), existing.isEmpty() ? null : existing);
    }

    /** Vendors quote values in their messages; values stay private. */
    static String withoutValues(String message, Sent sent) {
        String masked = sent.without(message)
                .replaceAll("\\S+@\\S+", "<email>")
                .replaceAll("\"[^\"]*\"|'[^']*'|“[^”]*”", "<value>")
                .replaceAll("\\d{3,}", "<number>");
        return masked.length() > 200 ? masked.substring(0, 200) : masked;
    }

    private static Problem.Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Problem.Kind.CREDENTIALS;
            case 404, 410 -> Problem.Kind.GONE;
            case 409, 412 -> Problem.Kind.STALE;
            case 408, 429 -> Problem.Kind.TEMPORARY;
            default -> status >= 500 ? Problem.Kind.TEMPORARY : Problem.Kind.INVALID;
        };
    }
}
