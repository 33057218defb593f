package io.tandem.system.call;

import io.tandem.record.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** An answer is larger, takes longer, or costs more than its limit; it was not read to its end. The message quotes nothing of it. */
public final class AnswerTooLarge extends IOException {

    AnswerTooLarge(String how) {
        super("its answer is " + how);
    }

    /** The innermost cause's class, in words. Messages of causes may hold addresses with secrets. */
    static String kind(Throwable cause) {
        Throwable root = Causes.root(cause);
        if (root instanceof GeneralSecurityException || root instanceof SSLPeerUnverifiedException) {
            return "its certificate is not trusted, or not for this host";
        }
        if (root instanceof UnknownHostException) {
            return "nobody knows its host's name";
        }
        if (root instanceof ProxyRefusal) {
            return root.getMessage();
        }
        if (root instanceof ConnectException) {
            return "the connection is refused";
        }
        if (root instanceof SocketTimeoutException) {
            return "it does not answer in time";
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
