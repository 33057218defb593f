package io.tandem.system;

import io.tandem.config.Fault;
import java.net.URI;
import java.util.List;

/** The form that a system's address must have. */
final class Address {

    private Address() {}

    /** Reports what is wrong with the address that a setting holds. */
    static void check(String key, String url, List<Fault> faults) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() == null
                    || uri.getScheme() == null
                    || !uri.getScheme().matches("https?")
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                faults.add(
                        new Fault(
                                "",
                                0,
                                key
                                        + ": wanted an address with http or https and a host, and without user or query, e.g. https://acme.example.com"));
            }
        } catch (IllegalArgumentException e) {
            faults.add(new Fault("", 0, key + ": not an address: it has a character that no address can have"));
        }
    }
}
