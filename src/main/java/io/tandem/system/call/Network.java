package io.tandem.system.call;

import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.system.descriptor.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Through which proxy each system's calls go, its sign-ins included: {@code <system>.http.proxy}, else {@code http.proxy},
 * except to hosts of {@code http.no-proxy} and to this machine. Reads no variables or properties of Java's. Immutable.
 */
public final class Network {

    /** Says to the planner whose call it is; it takes the header off again. */
    static final String SYSTEM_HEADER = "Tandem-System";

    private static final String PROXY = "http.proxy";
    private static final String NO_PROXY = "http.no-proxy";
    private static final String NONE = "none";
    private static final Pattern FORM = Pattern.compile("http://([\\w.-]+)(?::(" + Address.PORT + "))?/?");
    private static final String HOSTS = "[\\w.:*\\[\\]-]+(\\s*,\\s*[\\w.:*\\[\\]-]+)*";

    private final Function<String, Optional<String>> settings;

    Network(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /** The settings that are no system's own. */
    public static List<Setting> settings() {
        return List.of(
                Setting.of(PROXY, null, "the proxy of all systems, http://HOST:PORT"),
                Setting.of("http.proxy-user", null, "signs in to the proxies"),
                Setting.secret("http.proxy-password", "of that user"),
                new Setting(
                        NO_PROXY,
                        false,
                        null,
                        List.of(),
                        HOSTS,
                        "hosts that are called without a proxy, by commas; .example.com is all below it"),
                Setting.of(
                        TrustStore.FILE,
                        null,
                        "a file with certificates that are trusted besides Java's own: PEM, PKCS12 or JKS"),
                Setting.secret(TrustStore.PASSWORD, "of a PKCS12 or JKS trust store"));
    }

    /** The setting of one system's own proxy. */
    public static Setting ofSystem(String system) {
        return Setting.of(system + "." + PROXY, null, "its proxy, instead of http.proxy's; or none");
    }

    /** Reports proxies that are none, without showing what may hold a password, and a trust store that can't be read. */
    public static void check(
            Function<String, Optional<String>> settings, Collection<String> systems, List<Fault> faults) {
        keys(systems)
                .filter(key -> settings.apply(key)
                        .filter(value ->
                                !value.equals(NONE) && !FORM.matcher(value).matches())
                        .isPresent())
                .forEach(key -> faults.add(new Fault(
                        "",
                        0,
                        key + ": is neither http://HOST:PORT nor none. Its user and password, if it has them, are"
                                + " http.proxy-user and http.proxy-password")));
        new TrustStore(settings).check(faults);
    }

    private static Stream<String> keys(Collection<String> systems) {
        return Stream.concat(Stream.of(PROXY), systems.stream().map(system -> system + "." + PROXY));
    }

    /** What other programs take a proxy from, and this one doesn't. */
    public static List<String> notes(
            Function<String, Optional<String>> settings,
            Collection<String> systems,
            Map<String, String> environment,
            Map<String, String> properties) {
        boolean ours = keys(systems).anyMatch(key -> settings.apply(key).isPresent());
        List<String> notes = new ArrayList<>();
        if (!ours) {
            Stream.of("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
                    .filter(environment::containsKey)
                    .forEach(name -> notes.add(ignored(name)));
            Stream.of("https.proxyHost", "socksProxyHost")
                    .filter(properties::containsKey)
                    .forEach(name -> notes.add(ignored("-D" + name)));
        }
        if (ours
                && environment.containsKey("NO_PROXY")
                && settings.apply(NO_PROXY).isEmpty()) {
            notes.add("NO_PROXY is set, but what is called without the proxy is in http.no-proxy (HTTP_NO_PROXY)");
        }
        return notes;
    }

    private static String ignored(String name) {
        return name + " is set, but systems are called without a proxy; set http.proxy to call them through one";
    }

    /** Lets a client go through the proxies. */
    void configure(HttpClientBuilder client) {
        client.setRoutePlanner(new Planner());
        ProxyRefusal.tellApart(client);
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        settings.apply("http.proxy-user")
                .ifPresent(user -> credentials.setCredentials(
                        new AuthScope(null, -1),
                        new UsernamePasswordCredentials(
                                user,
                                settings.apply("http.proxy-password").orElse("").toCharArray())));
        client.setDefaultCredentialsProvider(credentials);
    }

    private final class Planner implements HttpRoutePlanner {

        @Override
        public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
            return route(target, Optional.empty(), context);
        }

        @Override
        public HttpRoute determineRoute(HttpHost target, HttpRequest request, HttpContext context)
                throws HttpException {
            Optional<String> system =
                    Optional.ofNullable(request.getFirstHeader(SYSTEM_HEADER)).map(Header::getValue);
            request.removeHeaders(SYSTEM_HEADER);
            return route(target, system, context);
        }

        private HttpRoute route(HttpHost target, Optional<String> system, HttpContext context) throws HttpException {
            HttpHost proxy = proxy(system, target.getHostName()).orElse(null);
            return new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE) {
                @Override
                protected HttpHost determineProxy(HttpHost host, HttpContext any) {
                    return proxy;
                }
            }.determineRoute(target, context);
        }
    }

    Optional<HttpHost> proxy(Optional<String> system, String host) {
        return system.flatMap(name -> settings.apply(name + "." + PROXY))
                .or(() -> settings.apply(PROXY))
                .filter(address -> !address.equals(NONE) && !isDirect(host))
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(form -> new HttpHost(
                        "http", form.group(1), form.group(2) == null ? 80 : Integer.parseInt(form.group(2))));
    }

    private boolean isDirect(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.matches("localhost|127\\..*|::1|\\[::1]|.*\\.localhost")
                || settings.apply(NO_PROXY).stream()
                        .flatMap(list -> Stream.of(list.toLowerCase(Locale.ROOT).split("\\s*,\\s*")))
                        .map(pattern -> pattern.replaceFirst("^\\*(?=\\.)", ""))
                        .anyMatch(pattern -> pattern.equals("*")
                                || name.equals(pattern)
                                || pattern.startsWith(".") && name.endsWith(pattern));
    }
}
