package io.tandem.console;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.SteadyClock;
import io.tandem.http.HttpPort;
import io.tandem.http.Limits;
import io.tandem.observe.ApplicationBeans;
import io.tandem.observe.ApplicationView;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Hawtio in the running application: the routes with their steps and live counts, as the Camel MBeans tell them.
 *
 * <p>Shape: {@link #configure} before Camel starts; it ends with Camel, or with {@link #close}. Cost: one port, two
 * daemon threads while nobody looks.
 */
public final class Console implements AutoCloseable {

    /** A browser has six connections to a host. What is late is closed, and browsers open another one. */
    private static final Limits LIMITS = new Limits(
            200,
            256 << 10,
            Duration.ofSeconds(15),
            Duration.ofSeconds(75),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2));

    private final HttpPort port;
    private final ConsoleSite site;
    private ApplicationBeans beans;
    private final URI url;

    private Console(HttpPort port, ConsoleSite site, ConsoleSettings settings) {
        this.port = port;
        this.site = site;
        this.url = URI.create("http://" + named(settings.host()) + ":" + port.number() + "/hawtio/");
    }

    /**
     * Switches JMX on for this application, names its context {@code tandem}, and opens the console.
     *
     * @throws ConfigurationFault if the port is taken or the address is not this machine's; nothing was started
     */
    public static Console configure(Main main, ConsoleSettings settings) {
        return configure(main, settings, new SteadyClock());
    }

    static Console configure(Main main, ConsoleSettings settings, Clock clock) {
        Console console = open(settings, clock);
        main.configure().withName("tandem").withJmxEnabled(true).withTracing(false);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStop(BaseMainSupport stopped) {
                console.close();
            }
        });
        return console;
    }

    private static Console open(ConsoleSettings settings, Clock clock) {
        ConsoleSite site = new ConsoleSite(settings, clock);
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(settings.host()), settings.port());
            return new Console(HttpPort.open(address, LIMITS, site), site, settings);
        } catch (BindException e) {
            site.close();
            throw new ConfigurationFault("console.port: " + settings.host() + ":" + settings.port()
                    + " can't be listened on (" + e.getMessage() + "). Set console.port to a free one, 0 for any");
        } catch (IOException e) {
            site.close();
            throw new ConfigurationFault("console.host: " + settings.host() + " can't be listened on: " + e);
        }
    }

    /** The application has started, or runs with a changed configuration: its MBeans, metrics and health, until the console ends. */
    public synchronized void show(ApplicationView view) {
        beans = beans == null ? ApplicationBeans.register(view) : beans.next(view);
        site.show(view);
    }

    /** Where a browser finds it. */
    public URI url() {
        return url;
    }

    /** Closes the port. A second call does nothing. */
    @Override
    public synchronized void close() {
        port.close();
        site.close();
        if (beans != null) {
            beans.close();
        }
    }

    private static String named(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
