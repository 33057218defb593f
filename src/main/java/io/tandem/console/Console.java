package io.tandem.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.tandem.config.ConfigurationFault;
import io.tandem.desk.Desk;
import io.tandem.desk.DeskBeans;
import io.tandem.desk.Signed;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Hawtio in the running application: the routes with their steps and live counts, as the Camel MBeans tell them.
 *
 * <p>Shape: {@link #configure} before Camel starts; it ends with Camel, or with {@link #close}. Cost: one port, four
 * daemon threads, nothing while nobody looks.
 */
public final class Console implements AutoCloseable {

    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Jolokia viewing = new Jolokia("viewer", "/jolokia-access.xml");
    private final Jolokia deciding = new Jolokia("admin", "/jolokia-access-admin.xml");
    private final Observe observe = new Observe();
    private DeskBeans beans;
    private final URI url;

    private Console(HttpServer server, ConsoleSettings settings) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "console");
            thread.setDaemon(true);
            return thread;
        });
        this.url = URI.create(
                "http://" + named(settings.host()) + ":" + server.getAddress().getPort() + "/hawtio/");
        Guard guard = new Guard(settings);
        server.setExecutor(threads);
        server.createContext("/", new StaticFiles()).getFilters().add(guard);
        Gate gate = new Gate(settings, Clock.systemUTC());
        server.createContext("/hawtio/jolokia", exchange -> jolokia(gate, exchange))
                .getFilters()
                .add(guard);
        server.createContext("/observe/", exchange -> observe(gate, exchange))
                .getFilters()
                .add(guard);
        Map<String, HttpHandler> handlers = new TreeMap<>(Answers.all());
        handlers.putAll(new SignIn(gate).handlers());
        handlers.forEach((path, answer) ->
                server.createContext(path, answer).getFilters().add(guard));
    }

    private void jolokia(Gate gate, HttpExchange exchange) throws IOException {
        Optional<Person> who = gate.who(exchange);
        if (who.isEmpty()) {
            SignIn.refuse(exchange);
        } else if (who.get().role() == Role.ADMIN) {
            Signed.as(who.get().name(), () -> deciding.handle(exchange));
        } else {
            viewing.handle(exchange);
        }
    }

    /** Probes of this machine itself need no sign-in. */
    private void observe(Gate gate, HttpExchange exchange) throws IOException {
        boolean probeFromHere = Observe.isProbe(exchange.getRequestURI().getPath())
                && exchange.getRemoteAddress().getAddress().isLoopbackAddress();
        if (probeFromHere || gate.who(exchange).isPresent()) {
            observe.handle(exchange);
        } else {
            SignIn.refuse(exchange);
        }
    }

    /**
     * Switches JMX on for this application, names its context {@code tandem}, and opens the console.
     *
     * @throws ConfigurationFault if the port is taken or the address is not this machine's; nothing was started
     */
    public static Console configure(Main main, ConsoleSettings settings) {
        Console console = new Console(bound(settings), settings);
        main.configure().withName("tandem").withJmxEnabled(true).withTracing(false);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStop(BaseMainSupport stopped) {
                console.close();
            }
        });
        console.server.start();
        return console;
    }

    /** The application has started, or goes by a changed configuration: its MBeans, metrics and health, until the console ends. */
    public synchronized void show(Desk desk) {
        if (beans != null) {
            beans.close();
        }
        beans = DeskBeans.register(desk);
        observe.show(desk);
    }

    /** Where a browser finds it. */
    public URI url() {
        return url;
    }

    /** Closes the port. A second call does nothing. */
    @Override
    public synchronized void close() {
        server.stop(0);
        threads.shutdownNow();
        viewing.close();
        deciding.close();
        observe.close();
        if (beans != null) {
            beans.close();
        }
    }

    private static HttpServer bound(ConsoleSettings settings) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port()), 0);
        } catch (BindException e) {
            throw new ConfigurationFault("console.port: " + settings.host() + ":" + settings.port()
                    + " can't be listened on (" + e.getMessage() + "). Set console.port to a free one, 0 for any");
        } catch (IOException e) {
            throw new ConfigurationFault("console.host: " + settings.host() + " can't be listened on: " + e);
        }
    }

    private static String named(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
