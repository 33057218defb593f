package io.tandem.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its one answer. Not thread-safe; an answer is sent once. */
public final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback end;
    private final Runnable answering;
    private byte[] body = new byte[0];
    private boolean isRead;
    private boolean answered;

    Exchange(Request request, Response response, Callback end, Runnable answering) {
        this.request = request;
        this.response = response;
        this.end = end;
        this.answering = answering;
    }

    public String method() {
        return request.getMethod();
    }

    /** Decoded, without parameters, dot segments and query: two spellings of one path are the same here. */
    public String path() {
        return request.getHttpURI().getCanonicalPath();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** All values of a header, in the order that they came in. */
    public List<String> headers(String name) {
        return request.getHeaders().getValuesList(name);
    }

    /** The other end of the connection. */
    public InetAddress remote() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                ? peer.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** This end's port. */
    public int port() {
        return Request.getLocalPort(request);
    }

    /** Empty until the request is admitted. */
    public byte[] body() {
        return body;
    }

    void body(byte[] read) {
        body = read;
        isRead = true;
    }

    boolean answered() {
        return answered;
    }

    /** Puts a header into the answer. */
    public void set(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Adds a header to the answer, beside others of the name. */
    public void add(String name, String value) {
        response.getHeaders().add(name, value);
    }

    /** What is to be done once the answer is out, or failed. */
    public void after(Runnable work) {
        Request.addCompletionListener(request, failure -> work.run());
    }

    /** Sends a whole answer, without waiting for the other end to take it. */
    public void send(int status, String type, byte[] content) {
        head(status);
        set("Content-Type", type);
        response.getHeaders().put("Content-Length", content.length);
        response.write(true, headOnly() ? null : ByteBuffer.wrap(content), end);
    }

    public void text(int status, String words) {
        send(status, "text/plain; charset=utf-8", words.getBytes(StandardCharsets.UTF_8));
    }

    public void json(int status, String json) {
        set("Cache-Control", "no-store");
        send(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    public void redirect(String path) {
        set("Location", path);
        empty(302);
    }

    public void empty(int status) {
        head(status);
        response.write(true, null, end);
    }

    /** Sends a stream and closes it; as the other end takes it, 32 KB in memory at a time. */
    public void stream(String type, InputStream content) throws IOException {
        head(200);
        set("Content-Type", type);
        if (headOnly()) {
            content.close();
            response.write(true, null, end);
        } else {
            Content.copy(Content.Source.from(content), response, end);
        }
    }

    /** Begins an answer without a known end; closing it ends the exchange. Writing waits for the other end. */
    public OutputStream begin() {
        head(200);
        OutputStream out = Content.Sink.asOutputStream(response);
        return new java.io.FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                try {
                    super.close();
                    end.succeeded();
                } catch (IOException e) {
                    end.failed(e);
                    throw e;
                }
            }
        };
    }

    private boolean headOnly() {
        return request.getMethod().equals("HEAD");
    }

    private void head(int status) {
        if (answered) {
            throw new IllegalStateException("answered already");
        }
        answered = true;
        answering.run();
        response.setStatus(status);
        if (!isRead && hasBody()) {
            set("Connection", "close");
        }
    }

    /** Jetty closes a connection whose request was not read, and says so in no answer that is sent at once. */
    private boolean hasBody() {
        return header("Transfer-Encoding").isPresent()
                || header("Content-Length")
                        .filter(length -> !length.equals("0"))
                        .isPresent();
    }
}
