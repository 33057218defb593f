package io.tandem.system.descriptor;

import io.tandem.config.Fault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The form that a system's address must have. */
public final class Address {

    /** 1 to 65535. */
    public static final String PORT = "[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]";

    private Address() {}

    /** Reports what is wrong with the address that a setting holds. */
    static void check(String key, String url, List<Fault> faults) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() == null && host(uri).contains("_")) {
                faults.add(fault(
                        key,
                        "the host name has an underscore, which no host name of an address may have. Give"
                                + " the machine or container another name, e.g. with - in its place"));
            } else if (uri.getHost() == null
                    || uri.getScheme() == null
                    || !uri.getScheme().matches("https?")
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                faults.add(fault(
                        key,
                        "wanted an address with http or https and a host, and without user or query,"
                                + " e.g. https://acme.example.com"));
            } else if (uri.getPort() >= 0 && !String.valueOf(uri.getPort()).matches(PORT)) {
                faults.add(fault(key, "the port is none, 1 to 65535"));
            }
        } catch (IllegalArgumentException e) {
            faults.add(fault(key, "not an address: it has a character that no address can have"));
        }
    }

    private static Fault fault(String key, String why) {
        return new Fault("", 0, key + ": " + why);
    }

    private static String host(URI uri) {
        return Optional.ofNullable(uri.getRawAuthority()).orElse("").replaceFirst(".*@", "");
    }

    /** Whether calls to it go unencrypted over a network that others use. */
    public static boolean isOpenToAll(String url) {
        try {
            URI uri = URI.create(url);
            return "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && !uri.getHost().matches("localhost|127(\\.\\d+){3}|\\[(0*:)*0*1]");
        } catch (IllegalArgumentException e) {
            return false; // check() reports it
        }
    }
}
