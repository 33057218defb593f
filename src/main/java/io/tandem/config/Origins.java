package io.tandem.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where each key's value came from, so that a fault names the place that a person has to change. */
final class Origins {

    /** @param file "" if it is no file; @param name how the place calls the key, e.g. {@code CONSOLE_PORT} */
    private record Place(String file, int line, String name) {}

    private final Map<String, Place> places = new LinkedHashMap<>();

    /** From the environment or the command line. */
    void put(String key, String name) {
        places.put(key, new Place("", 0, name));
    }

    void put(String key, String file, int line) {
        places.put(key, new Place(file, line, key));
    }

    /** @return the fault as it is, if it names no key first, or has its place already */
    Fault located(Fault fault) {
        int end = fault.message().indexOf(": ");
        Place place = end < 0 || !fault.file().isEmpty()
                ? null
                : places.get(fault.message().substring(0, end));
        if (place == null) {
            return fault;
        }
        String said = fault.message().substring(end);
        return new Fault(place.file(), place.line(), place.name() + said + kubernetes(place.name(), said));
    }

    /** Kubernetes sets {@code CONSOLE_PORT=tcp://10.0.0.11:80} where a service is called console. */
    private static String kubernetes(String name, String said) {
        return name.matches("[A-Z0-9_]+_PORT") && said.contains("tcp://")
                ? ". Kubernetes sets this variable for a service of that name: set enableServiceLinks: false in the pod"
                : "";
    }
}
