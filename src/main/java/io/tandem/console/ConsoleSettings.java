package io.tandem.console;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.Setting;
import io.tandem.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the console listens, where browsers find it, and who may sign in.
 *
 * @param host setting {@code console.host}: a name or address of this machine; loopback by default
 * @param port setting {@code console.port}: 0 takes any free one
 * @param accounts who may sign in
 * @param open setting {@code console.sign-in=off}: everybody on this machine is admin
 * @param publicUrl setting {@code console.public-url}: a reverse proxy's address; empty if there is none
 * @param openMetrics setting {@code console.metrics}: whether metrics are answered on loopback without signing in
 */
public record ConsoleSettings(
        String host, int port, Accounts accounts, boolean open, Optional<PublicUrl> publicUrl, boolean openMetrics) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8377;

    /** @throws ConfigurationFault with every fault at once */
    public ConsoleSettings {
        List<Fault> faults = new ArrayList<>();
        if (port < 0 || port > 65_535) {
            faults.add(fault("console.port: " + port + " is not a port. Known: 0 to 65535"));
        }
        faults.addAll(accounts.faults());
        if (open && publicUrl.isPresent()) {
            faults.add(fault("console.public-url: behind a proxy signing in is required."
                    + " Take out console.sign-in=off, or console.public-url"));
        }
        try {
            boolean elsewhere = !InetAddress.getByName(host).isLoopbackAddress();
            if (elsewhere && open) {
                faults.add(fault("console.sign-in=off lets in everybody who reaches " + host
                        + ", so it is possible on loopback only. Take it out, or set console.host=" + DEFAULT_HOST));
            } else if (elsewhere && !accounts.any()) {
                faults.add(fault("console.host: " + host + " is not loopback, so signing in is required."
                        + " Add a user (tandem user NAME --role admin), or set console.user and console.password"));
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
                        "where the console listens; elsewhere than on loopback it needs users"),
                Setting.of("console.port", String.valueOf(DEFAULT_PORT), "the console's port; 0 takes any free one"),
                Setting.of(
                        "console.users",
                        null,
                        "file of those who sign in, written by: tandem user; default console.users beside the store"),
                Setting.of("console.sign-in", "on", "off lets everybody on this machine in as admin; on loopback only"),
                Setting.of("console.user", "", "one more admin of the console"),
                Setting.secret("console.password", "the password of console.user; 8 characters or more"),
                Setting.of(
                        "console.public-url",
                        null,
                        "where browsers find the console if a reverse proxy stands before it, such as https://sync.example.com"),
                Setting.of(
                        "console.metrics",
                        "open",
                        "open answers /observe/metrics on loopback without signing in; sign-in asks for it there too"));
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
        UsersFile users = users(settings, data);
        boolean named = settings.get("console.users").isPresent();
        if (named && !users.exists()) {
            throw new ConfigurationFault("console.users: there is no such file. Let Tandem write it: tandem user NAME");
        }
        return new ConsoleSettings(
                settings.get("console.host").orElse(DEFAULT_HOST),
                Integer.parseInt(port),
                Accounts.of(
                        settings.get("console.user").orElse(""),
                        settings.get("console.password").orElse(""),
                        users),
                choice(settings, "console.sign-in", "on", "off").equals("off"),
                settings.get("console.public-url").map(ConsoleSettings::publicUrl),
                choice(settings, "console.metrics", "open", "sign-in").equals("open"));
    }

    private static String choice(Settings settings, String key, String first, String other) {
        String value = settings.get(key).orElse(first);
        if (!value.equals(first) && !value.equals(other)) {
            throw new ConfigurationFault(key + ": \"" + value + "\" is neither " + first + " nor " + other);
        }
        return value;
    }

    private static PublicUrl publicUrl(String text) {
        return PublicUrl.parse(text)
                .orElseThrow(() -> new ConfigurationFault("console.public-url: \"" + text
                        + "\" is not http:// or https:// with a host, and a port if need be. The console's paths stay"
                        + " as they are behind the proxy"));
    }

    /** The console on loopback, without sign-in. */
    static ConsoleSettings onLoopback(int port) {
        return new ConsoleSettings(DEFAULT_HOST, port, Accounts.of("", "", null), true, Optional.empty(), true);
    }

    /** These with one admin whose password stands in a file beside the store, as long as there is nobody else who could sign in. */
    public ConsoleSettings orFirstAdmin(FirstAdmin first) {
        return open || accounts.any()
                ? this
                : new ConsoleSettings(host, port, accounts.withFirst(first.password()), false, publicUrl, openMetrics);
    }

    /** What an operator should know although nothing is wrong: nobody can decide. */
    public Optional<String> note() {
        return open || accounts.anyAdmin()
                ? Optional.empty()
                : Optional.of("Nobody who may sign in to the console is an admin, so nobody can decide there."
                        + " Make one: tandem user NAME --role admin");
    }

    boolean signInRequired() {
        return !open;
    }

    @Override
    public String toString() {
        return "ConsoleSettings[" + host + ":" + port + (signInRequired() ? ", sign-in" : "") + "]";
    }

    private static Fault fault(String message) {
        return new Fault("", 0, message);
    }
}
