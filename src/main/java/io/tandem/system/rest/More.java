package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.system.call.Answer;
import io.tandem.system.descriptor.Spec;

/** Whether an answer is a page of more. Pure. */
final class More {

    private More() {}

    /** Whether the answer has a flag for the end, and the flag says that this isn't it. */
    static boolean isSaid(Spec.Fetch fetch, Answer answer) {
        JsonNode end = answer.at(fetch.end());
        return !fetch.end().isEmpty() && end.isBoolean() && !end.booleanValue();
    }

    /** What an answer names as the next page; "" if it names none, or the list comes in one page. */
    static String next(Spec.Fetch fetch, Answer answer) {
        return fetch.next().isEmpty() ? "" : answer.text(fetch.next());
    }

    /** Whether an answer to a bulk read is a page of it only: what it leaves out isn't gone. */
    static boolean isLeft(Spec.Fetch fetch, Answer answer) {
        return fetch != null
                && (fetch.paging() == Spec.Paging.LINK || fetch.paging() == Spec.Paging.CURSOR)
                && (isSaid(fetch, answer) || !next(fetch, answer).isEmpty());
    }
}
