package io.tandem.system.call;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Waits for an answer behind some 1xx ones, which only say that it will come; the client itself would read them without end. */
final class FewInterimAnswers extends HttpRequestExecutor {

    /** Servers send one or two. */
    private static final int MOST = 20;

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback each,
            HttpContext context)
            throws IOException, HttpException {
        try {
            return new HttpRequestExecutor(DEFAULT_WAIT_FOR_CONTINUE, null, new Counting())
                    .execute(request, connection, each, context);
        } catch (TooMany e) {
            throw new AnswerTooLarge("refused: it never comes, after " + MOST + " that only say it will");
        }
    }

    private static final class Counting implements Http1StreamListener {
        private int heads;

        @Override
        public void onRequestHead(HttpConnection connection, HttpRequest request) {
            // only answers count
        }

        @Override
        public void onResponseHead(HttpConnection connection, HttpResponse answer) {
            if (++heads > MOST) {
                throw new TooMany();
            }
        }

        @Override
        public void onExchangeComplete(HttpConnection connection, boolean keepAlive) {
            // nothing is kept
        }
    }

    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
