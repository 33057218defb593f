package io.tandem.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open port. Half a request holds no thread: heads and bodies are read as they come, and a thread of the site's lanes
 * works on whole requests only.
 *
 * <p>Cost: two daemon threads.
 */
public final class HttpPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);

    private static final int HEAD_BYTES = 16 << 10;
    private static final int THREADS = 6;

    private final Server server;
    private final ServerConnector connector;
    private final Connections connections;
    private final Limits limits;

    private HttpPort(InetSocketAddress address, Limits limits, Site site) {
        this.limits = limits;
        this.connections = new Connections(limits);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads);
        server.setStopTimeout(0);
        server.setErrorHandler(HttpPort::malformed);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD_BYTES);
        http.setRelativeRedirectAllowed(true);
        connector = new ServerConnector(server, null, null, null, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        // the limits close what is late, an answer under way included
        connector.setIdleTimeout(0);
        connector.addBean(connections);
        server.addConnector(connector);
        server.setHandler(new Whole(site));
    }

    /** @throws IOException if the port is taken, or the address isn't this machine's */
    public static HttpPort open(InetSocketAddress address, Limits limits, Site site) throws IOException {
        HttpPort port = new HttpPort(address, limits, site);
        try {
            port.server.start();
        } catch (Exception e) {
            port.close();
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
        port.sweep();
        return port;
    }

    private void sweep() {
        connections.closeLate();
        if (server.isRunning()) {
            connector.getScheduler().schedule(this::sweep, 500, TimeUnit.MILLISECONDS);
        }
    }

    public int number() {
        return connector.getLocalPort();
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("a port did not close", e);
        }
    }

    private static boolean malformed(Request request, Response response, Callback callback) {
        String words = HttpStatus.isClientError(response.getStatus())
                ? "This is not a request that is understood here."
                : "An error of the server.";
        response.getHeaders().put("Content-Type", "text/plain; charset=utf-8");
        response.write(true, java.nio.ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    /** Reads a request to its end, as it comes, and hands it on whole. */
    private final class Whole extends Handler.Abstract.NonBlocking {

        private final Site site;

        Whole(Site site) {
            this.site = site;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
            connections.asked(end);
            Request.addCompletionListener(request, failure -> connections.answered(end));
            Exchange exchange = new Exchange(request, response, callback, () -> connections.answering(end));
            Optional<Lane> lane = site.admit(exchange);
            if (lane.isEmpty()) {
                return true;
            }
            if (request.getLength() > limits.bodyBytes()) {
                tooLong(exchange);
                return true;
            }
            Content.Source.asByteArrayAsync(request, limits.bodyBytes()).whenComplete((body, failure) -> {
                if (failure == null) {
                    connections.handling(end);
                    exchange.body(body);
                    pass(exchange, lane.get());
                } else {
                    tooLong(exchange);
                }
            });
            return true;
        }

        private void pass(Exchange exchange, Lane lane) {
            if (!lane.take(() -> answer(exchange))) {
                exchange.set("Retry-After", "1");
                exchange.text(503, "Too much is asked at the same time. Try again in a second.");
            }
        }

        private void answer(Exchange exchange) {
            try {
                site.handle(exchange);
            } catch (IOException | RuntimeException e) {
                LOG.warn("A request failed: {}", e.getClass().getName());
                LOG.debug("A request failed", e);
                failed(exchange);
            }
            if (!exchange.answered()) {
                failed(exchange);
            }
        }

        private void failed(Exchange exchange) {
            if (!exchange.answered()) {
                exchange.text(500, "An error of the server. Its log says more.");
            }
        }

        private void tooLong(Exchange exchange) {
            exchange.text(413, "A request may have " + limits.bodyBytes() + " bytes.");
        }
    }
}
