package io.tandem.console;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the console listens and who may sign in.
 *
 * @param host setting {@code console.host}: a name or address of this machine; loopback unless told
 * @param port setting {@code console.port}: 0 takes any free one
 * @param user setting {@code console.user}: an admin beside those of the users file; "" if there is none
 * @param password setting {@code console.password}: a secret; never printed
 * @param users setting {@code console.users}: the users file; null if there is none
 * @param open setting {@code console.sign-in=off}: everybody on this machine is admin
 */
public record ConsoleSettings(String host, int port, String user, String password, UsersFile users, boolean open) {

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
            boolean nobody = user.isEmpty() || password.isEmpty();
            if (!InetAddress.getByName(host).isLoopbackAddress()
                    && (open || (nobody && (users == null || !users.exists())))) {
                faults.add(fault("console.host: " + host + " is not loopback, so signing in is required."
                        + " Add a user (tandem user NAME), or set console.user and console.password"));
            }
        } catch (UnknownHostException e) {
            faults.add(fault("console.host: \"" + host + "\" is not known as a name or an address"));
        }
        if (users != null && users.exists()) {
            try {
                users.check();
            } catch (ConfigurationFault fault) {
                faults.addAll(fault.faults());
            }
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
                        "where the console listens; elsewhere than on loopback it needs users"),
                Setting.of("console.port", String.valueOf(DEFAULT_PORT), "the console's port; 0 takes any free one"),
                Setting.of(
                        "console.users",
                        null,
                        "file of those who sign in, written by: tandem user; default console.users beside the store"),
                Setting.of("console.sign-in", "on", "off lets everybody on this machine in as admin; on loopback only"),
                Setting.of("console.user", "", "one more admin of the console"),
                Setting.secret("console.password", "the password of console.user"));
    }

    /** The file that {@code console.users} names. */
    public static UsersFile users(Settings settings, Path data) {
        return new UsersFile(settings.get("console.users").map(Path::of).orElse(data.resolve("console.users")));
    }

    /**
     * @param data where the users file is by default
     * @throws ConfigurationFault with every fault at once
     */
    public static ConsoleSettings of(Settings settings, Path data) {
        String port = settings.get("console.port").orElse(String.valueOf(DEFAULT_PORT));
        if (!port.matches("\\d{1,5}")) {
            throw new ConfigurationFault("console.port: \"" + port + "\" is not a port. Known: 0 to 65535");
        }
        String signIn = settings.get("console.sign-in").orElse("on");
        if (!signIn.matches("on|off")) {
            throw new ConfigurationFault("console.sign-in: \"" + signIn + "\" is neither on nor off");
        }
        UsersFile users = users(settings, data);
        boolean named = settings.get("console.users").isPresent();
        if (named && !users.exists()) {
            throw new ConfigurationFault("console.users: there is no such file. Let Tandem write it: tandem user NAME");
        }
        return new ConsoleSettings(
                settings.get("console.host").orElse(DEFAULT_HOST),
                Integer.parseInt(port),
                settings.get("console.user").orElse(""),
                settings.get("console.password").orElse(""),
                users,
                signIn.equals("off"));
    }

    /** The console on loopback, without sign-in. */
    public static ConsoleSettings onLoopback(int port) {
        return new ConsoleSettings(DEFAULT_HOST, port, "", "", null, true);
    }

    /** These with one admin whose password stands in a file beside the store, if there is nobody else who could sign in. */
    public ConsoleSettings orFirstAdmin(FirstAdmin first) {
        return open || !user.isEmpty() || users.exists()
                ? this
                : new ConsoleSettings(host, port, FirstAdmin.NAME, first.password(), users, false);
    }

    boolean signInRequired() {
        return !open;
    }

    Optional<Person> signIn(String name, String given) {
        boolean one = !user.isEmpty()
                && name.equals(user)
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
        if (one) {
            return Optional.of(new Person(name, Role.ADMIN));
        }
        return users == null ? Optional.empty() : users.signIn(name, given);
    }

    Optional<Role> role(String name) {
        if (!user.isEmpty() && name.equals(user)) {
            return Optional.of(Role.ADMIN);
        }
        return users == null ? Optional.empty() : users.role(name);
    }

    @Override
    public String toString() {
        return "ConsoleSettings[" + host + ":" + port + (signInRequired() ? ", sign-in" : "") + "]";
    }

    private static Fault fault(String message) {
        return new Fault("", 0, message);
    }
}
