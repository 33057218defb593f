package io.tandem.config;

import java.util.List;
import java.util.stream.Collectors;

/** The command line or the configuration is wrong; nothing was called. Exit code 2. */
public final class ConfigurationFault extends RuntimeException {

    private final transient List<Fault> faults;

    public ConfigurationFault(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining(System.lineSeparator())));
        this.faults = List.copyOf(faults);
    }

    public ConfigurationFault(String message) {
        this(List.of(new Fault("", 0, message)));
    }

    public List<Fault> faults() {
        return faults;
    }
}
