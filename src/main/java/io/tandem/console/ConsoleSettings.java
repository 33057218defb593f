package io.tandem.console;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the console listens and who may see it.
 *
 * @param host setting {@code console.host}: a name or address of this machine; loopback unless told
 * @param port setting {@code console.port}: 0 takes any free one
 * @param user setting {@code console.user}: "" means no sign-in, which is allowed on loopback only
 * @param password setting {@code console.password}: a secret; never printed
 */
public record ConsoleSettings(String host, int port, String user, String password) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8377;

    /** @throws ConfigurationFault with every fault at once */
    public ConsoleSettings {
        List<Fault> faults = new ArrayList<>();
        if (port < 0 || port > 65_535) {
            faults.add(fault("console.port: " + port + " is not a port. Known: 0 to 65535"));
        }
        if (user.isEmpty() != password.isEmpty()) {
            faults.add(fault("console.user and console.password belong together: set both, or none"));
        }
        if (user.contains(":")) {
            faults.add(fault("console.user: a colon can't be part of a name that signs in"));
        }
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress() && (user.isEmpty() || password.isEmpty())) {
                faults.add(fault("console.host: " + host + " is not loopback, so signing in is required."
                        + " Set console.user and console.password"));
            }
        } catch (UnknownHostException e) {
            faults.add(fault("console.host: \"" + host + "\" is not known as a name or an address"));
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
    }

    /** The settings that the console reads. */
    public static List<Setting> known() {
        return List.of(
                Setting.of(
                        "console.host",
                        DEFAULT_HOST,
                        "where the console listens; elsewhere than on loopback it needs a sign-in"),
                Setting.of("console.port", String.valueOf(DEFAULT_PORT), "the console's port; 0 takes any free one"),
                Setting.of("console.user", "", "who signs in to the console"),
                Setting.secret("console.password", "the password of console.user"));
    }

    /** @throws ConfigurationFault with every fault at once */
    public static ConsoleSettings of(Settings settings) {
        String port = settings.get("console.port").orElse(String.valueOf(DEFAULT_PORT));
        if (!port.matches("\\d{1,5}")) {
            throw new ConfigurationFault("console.port: \"" + port + "\" is not a port. Known: 0 to 65535");
        }
        return new ConsoleSettings(
                settings.get("console.host").orElse(DEFAULT_HOST),
                Integer.parseInt(port),
                settings.get("console.user").orElse(""),
                settings.get("console.password").orElse(""));
    }

    /** The console on loopback, without sign-in. */
    public static ConsoleSettings onLoopback(int port) {
        return new ConsoleSettings(DEFAULT_HOST, port, "", "");
    }

    boolean signInRequired() {
        return !user.isEmpty();
    }

    @Override
    public String toString() {
        return "ConsoleSettings[" + host + ":" + port + (signInRequired() ? ", sign-in" : "") + "]";
    }

    private static Fault fault(String message) {
        return new Fault("", 0, message);
    }
}
