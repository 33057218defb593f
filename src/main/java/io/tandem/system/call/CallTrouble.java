package io.tandem.system.call;

import io.tandem.record.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Why a call got no answer, as the end of a sentence. Messages of causes may hold addresses with secrets: none is quoted. */
final class CallTrouble {

    private CallTrouble() {}

    /** The innermost cause's kind, in words. */
    static String of(Throwable cause) {
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
        if (root instanceof NoRouteToHostException) {
            return "no network leads to it";
        }
        if (root instanceof ConnectException) {
            return "the connection is refused";
        }
        if (root instanceof SocketTimeoutException) {
            return "it does not answer in time";
        }
        if (root instanceof SSLException) {
            return "no TLS connection comes about. Is it http there, or another port?";
        }
        if (root instanceof NoHttpResponseException) {
            return "it closes the connection without an answer in HTTP";
        }
        if (root instanceof ConnectionClosedException || root instanceof SocketException) {
            return "it closes the connection before its answer is at its end";
        }
        if (root instanceof HttpException) {
            return "what it answers is not HTTP";
        }
        return root.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace(" Exception", "")
                .toLowerCase(Locale.ROOT);
    }

    /** A cause for the log that says only that. */
    static Throwable withoutContent(Throwable cause) {
        Throwable bare = new IOException(of(cause));
        bare.setStackTrace(cause.getStackTrace());
        return bare;
    }
}
