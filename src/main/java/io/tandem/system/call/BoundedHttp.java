package io.tandem.system.call;

import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * Camel's http component, with bounds on an answer's head and trailers. Camel's own has none, and no option for them: a
 * server that sends headers without end takes all memory.
 */
@SuppressWarnings("deprecation") // what the method it extends takes and gives
@org.apache.camel.spi.annotations.Component("http,https")
public final class BoundedHttp extends HttpComponent {

    /** Vendors send some 40 headers; the longest are security policies of about 4,000 characters. */
    private static final Http1Config BOUNDS =
            Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(16_384).build();

    @Override
    protected HttpClientConnectionManager createConnectionManager(
            Registry<ConnectionSocketFactory> sockets, int mostInAll, int mostPerRoute, SocketConfig socket) {
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                sockets,
                PoolConcurrencyPolicy.STRICT,
                TimeValue.ofMilliseconds(getConnectionTimeToLive()),
                ManagedHttpClientConnectionFactory.builder().http1Config(BOUNDS).build());
        connections.setDefaultSocketConfig(socket);
        if (mostInAll > 0) {
            connections.setMaxTotal(mostInAll);
        }
        if (mostPerRoute > 0) {
            connections.setDefaultMaxPerRoute(mostPerRoute);
        }
        return connections;
    }
}
