package io.tandem.system;

import java.io.IOException;

/** An answer is larger than the limit; it was not read to its end. */
final class AnswerTooLarge extends IOException {

    AnswerTooLarge(long limitBytes) {
        super("the answer is larger than " + limitBytes + " bytes");
    }

    /** The innermost cause's class, in words. Messages of causes may hold addresses with secrets. */
    static String kind(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace(" Exception", "")
                .toLowerCase(java.util.Locale.ROOT);
    }

    static Throwable withoutContent(Throwable cause) {
        Throwable bare = new IOException(kind(cause));
        bare.setStackTrace(cause.getStackTrace());
        return bare;
    }
}
