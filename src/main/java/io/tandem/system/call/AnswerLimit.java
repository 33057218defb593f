package io.tandem.system.call;

import io.tandem.config.DaemonTimer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Bounds every answer, error answers included: its body in bytes, as they come out of decompression, and all of it in time,
 * from the request to the last byte.
 *
 * <p>The connection of an answer that isn't read to its end is dropped, never drained; what stands behind the last bracket of
 * a JSON answer, some blanks at the most, is read for half a second.
 *
 * @param mostBytes of one answer; of one that Camel keeps as text (429, 5xx) {@link #MOST_TEXT} at the most
 * @param longest that one answer may take
 */
public record AnswerLimit(long mostBytes, Duration longest) implements ExecChainHandler, HttpResponseInterceptor {

    private static final long MOST_TEXT = 1 << 20;
    private static final int MOST_BLANKS = 64;
    private static final Duration LONGEST_END = Duration.ofMillis(500);

    private static final ScheduledExecutorService TIMER = DaemonTimer.of("answer-time");

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Watch watch = new Watch(scope, longest);
        boolean hasBody = false;
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            HttpEntity body = answer.getEntity();
            if (body != null) {
                answer.setEntity(new Bounded(body, bytes(answer.getCode()), watch));
                hasBody = true;
            }
            return answer;
        } catch (IOException e) {
            throw watch.why(e);
        } catch (IllegalStateException e) {
            // the client finds the connection gone that the watch dropped
            if (watch.endedIt()) {
                throw watch.why(new IOException(e));
            }
            throw e;
        } finally {
            if (!hasBody) {
                watch.end();
            }
        }
    }

    private long bytes(int status) {
        return status == 429 || status >= 500 ? Math.min(mostBytes, MOST_TEXT) : mostBytes;
    }

    /** Each compression named is one more to undo: a thousand in one header would end this thread's stack. */
    @Override
    public void process(HttpResponse answer, EntityDetails body, HttpContext context) throws IOException {
        if (body != null
                && body.getContentEncoding() != null
                && body.getContentEncoding().contains(",")) {
            throw new AnswerTooLarge("refused: it is compressed more than once");
        }
    }

    /** Ends the connection of an answer that takes too long. */
    private static final class Watch {
        private final ExecChain.Scope scope;
        private final Duration longest;
        private final ScheduledFuture<?> timer;
        private volatile boolean late;

        Watch(ExecChain.Scope scope, Duration longest) {
            this.scope = scope;
            this.longest = longest;
            this.timer = TIMER.schedule(
                    () -> {
                        late = true;
                        drop();
                    },
                    longest.toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        void drop() {
            scope.execRuntime.discardEndpoint();
        }

        void end() {
            timer.cancel(false);
        }

        boolean endedIt() {
            return late;
        }

        /** What made reading fail: this, if the connection was ended from here, or a bound of {@link BoundedHttp}. */
        IOException why(IOException failure) {
            if (failure instanceof MessageConstraintException) {
                return new AnswerTooLarge("refused: it has too many headers, or too long ones");
            }
            return late ? new AnswerTooLarge("not at its end after " + longest.toSeconds() + " s") : failure;
        }
    }

    private static final class Bounded extends HttpEntityWrapper {
        private final long mostBytes;
        private final Watch watch;

        Bounded(HttpEntity body, long mostBytes, Watch watch) {
            super(body);
            this.mostBytes = mostBytes;
            this.watch = watch;
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

        @Override
        public void close() throws IOException {
            watch.end();
            super.close();
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
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int some = super.read(bytes, offset, length);
                count(some);
                return some;
            } catch (IOException e) {
                throw body.watch.why(e);
            }
        }

        private void count(int some) throws IOException {
            ended |= some < 0;
            read += Math.max(some, 0);
            if (read > body.mostBytes) {
                body.watch.drop();
                throw new AnswerTooLarge("larger than http.answer-limit, " + body.mostBytes + " bytes");
            }
        }

        /** A parser stops at the last bracket: behind it stand at most some blanks, and the end that frees the connection. */
        private boolean endsHere() throws IOException {
            ScheduledFuture<?> inTime = TIMER.schedule(body.watch::drop, LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return super.read(new byte[MOST_BLANKS], 0, MOST_BLANKS) < 0
                        || super.read(new byte[MOST_BLANKS], 0, MOST_BLANKS) < 0;
            } catch (MessageConstraintException tooMuch) {
                body.watch.drop();
                throw body.watch.why(tooMuch);
            } catch (IOException cut) {
                return false;
            } finally {
                inTime.cancel(false);
            }
        }

        @Override
        public void close() throws IOException {
            body.watch.end();
            if (!ended && !endsHere()) {
                body.watch.drop();
            }
            try {
                super.close();
            } catch (IOException e) {
                throw body.watch.why(e);
            }
        }
    }
}
