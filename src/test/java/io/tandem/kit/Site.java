package io.tandem.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.Home;
import io.tandem.app.RoundFailures;
import io.tandem.app.Routes;
import io.tandem.cli.AppCommand;
import io.tandem.flow.Flow;
import io.tandem.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A site's own copy of the shipped configuration, with the real application running on it in this process. */
public final class Site implements AutoCloseable {

    private static final String NEVER = "0 0 0 1 1 ? 2099";

    /** A test asks more often than these allow, and would wait for a minute. */
    private static final List<String> BUDGETS =
            List.of("zendesk.budget.exports", "zendesk.budget.requests", "zendesk.budget.users");

    private final Path home;
    private Application app;
    private Routes routes;

    /** @param systems that are on, in a sandbox of the test's */
    public Site(Path home, Sandbox sandbox, List<String> systems) {
        this.home = home;
        copy(home);
        write(
                "config/application.properties",
                sandbox.settings().entrySet().stream()
                        .filter(setting -> systems.contains(setting.getKey().replaceFirst("\\..*", "")))
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        try {
            Permissions.set(home.resolve("config/application.properties"), "rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path home) {
        try {
            Homes.impatient(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param settings laid over the site's own; no schedule runs, and no budget of Zendesk's counts */
    public Site start(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("camel.component.quartz.properties[org.quartz.threadPool.class]", NoThreads.class.getName());
        return open(all);
    }

    /** The same, with schedules that run: those that the settings or the files name. */
    public Site startScheduled(Map<String, String> settings) {
        open(settings);
        routes.schedule();
        return this;
    }

    private Site open(Map<String, String> settings) {
        Map<String, String> all =
                new TreeMap<>(Map.of("schedule.default", NEVER, "camel.main.name", "site-" + UUID.randomUUID()));
        BUDGETS.forEach(budget -> all.put(budget, "none"));
        if (!settings.containsKey("store.url")) {
            all.put("store.url", TestDatabase.H2.migratedUrl());
        }
        all.putAll(settings);
        app = Application.open(Configuration.load(new Home(home, all, false)).orThrow());
        routes = app.startRoutes(java.util.Optional.empty());
        return this;
    }

    public Application app() {
        return app;
    }

    public Routes routes() {
        return routes;
    }

    public Flow flow(String id) {
        return AppCommand.flow(app, id);
    }

    /** Rounds of one flow until one makes no write. */
    public RoundFailures sync(String flow) {
        return app.rounds().untilQuiet(List.of(flow(flow)), app.counts().start());
    }

    /** Looks for changed files as often as it takes to believe them. */
    public void look() {
        app.watch().poll();
        app.watch().poll();
    }

    public String read(String file) {
        try {
            return Files.readString(home.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String file, String text) {
        try {
            Files.writeString(home.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void change(String file, String from, String to) {
        String text = read(file);
        assertThat(text).as("what the test changes in " + file).contains(from);
        write(file, text.replace(from, to));
    }

    public void remove(String file) {
        try {
            Files.delete(home.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (app != null) {
            app.close();
        }
    }
}
