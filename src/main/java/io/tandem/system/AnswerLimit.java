package io.tandem.system;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Bounds every answer, error answers included, as it comes out of decompression: in bytes, and in the time it takes.
 *
 * <p>The connection of an answer that isn't read to its end is dropped, never drained.
 *
 * @param mostBytes of one answer
 * @param longest that one answer may take
 */
record AnswerLimit(long mostBytes, Duration longest) implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        HttpEntity body = answer.getEntity();
        if (body != null) {
            answer.setEntity(new Bounded(body, this, scope));
        }
        return answer;
    }

    private static final class Bounded extends HttpEntityWrapper {
        private final AnswerLimit limit;
        private final ExecChain.Scope scope;
        private final long deadlineNanos;

        Bounded(HttpEntity body, AnswerLimit limit, ExecChain.Scope scope) {
            super(body);
            this.limit = limit;
            this.scope = scope;
            this.deadlineNanos = System.nanoTime() + limit.longest().toNanos();
        }

        @Override
        public InputStream getContent() throws IOException {
            InputStream content = super.getContent();
            return content == null ? null : new Counted(content, this);
        }

        @Override
        public boolean isStreaming() {
            return true;
        }
    }

    private static final class Counted extends FilterInputStream {
        private final Bounded body;
        private long read;
        private boolean ended;

        Counted(InputStream in, Bounded body) {
            super(in);
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? -1 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = super.read(bytes, offset, length);
            count(some);
            return some;
        }

        private void count(int some) throws IOException {
            ended |= some < 0;
            read += Math.max(some, 0);
            if (read > body.limit.mostBytes()) {
                drop();
                throw new AnswerTooLarge("larger than http.answer-limit, " + body.limit.mostBytes() + " bytes");
            }
            if (System.nanoTime() - body.deadlineNanos > 0) {
                drop();
                throw new AnswerTooLarge(
                        "not at its end after " + body.limit.longest().toSeconds() + " s");
            }
        }

        private void drop() {
            body.scope.execRuntime.discardEndpoint();
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                drop();
            }
            super.close();
        }
    }
}
