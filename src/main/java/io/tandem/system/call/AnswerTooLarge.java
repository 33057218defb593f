package io.tandem.system.call;

import io.tandem.record.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;

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
                .toLowerCase(java.util.Locale.ROOT);
    }

    static Throwable withoutContent(Throwable cause) {
        Throwable bare = new IOException(kind(cause));
        bare.setStackTrace(cause.getStackTrace());
        return bare;
    }
}
