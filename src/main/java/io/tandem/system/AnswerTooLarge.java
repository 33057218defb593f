package io.tandem.system;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** An answer is larger, or takes longer, than its limit; it was not read to its end. */
final class AnswerTooLarge extends IOException {

    AnswerTooLarge(String how) {
        super("its answer is " + how);
    }

    /** The innermost cause's class, in words. Messages of causes may hold addresses with secrets. */
    static String kind(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof GeneralSecurityException || root instanceof SSLPeerUnverifiedException) {
            return "its certificate is not trusted, or not for this host";
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
