package io.tandem.system.call;

import java.io.IOException;

/** An answer is larger, takes longer, or costs more than its limit; it was not read to its end. The message quotes nothing of it. */
public final class AnswerTooLarge extends IOException {

    AnswerTooLarge(String how) {
        super("its answer is " + how);
    }
}
