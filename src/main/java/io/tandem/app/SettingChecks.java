package io.tandem.app;

import io.tandem.config.Cron;
import io.tandem.config.Fault;
import io.tandem.config.Settings;
import io.tandem.store.StoreUrl;
import io.tandem.system.call.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is wrong with settings beyond the form of each: what they name, and how they go together. */
final class SettingChecks {

    private final Settings settings;
    private final List<Fault> faults;

    /** @param faults all that is wrong is added */
    SettingChecks(Settings settings, List<Fault> faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * @param flows names of the flows that there are
     * @param systems names of the systems that there are
     * @param folder where the command was typed: the store is there by default
     */
    void check(Set<String> flows, Set<String> systems, Path folder) {
        schedules(flows);
        settings.get("traces")
                .filter(word -> !word.matches("on|off"))
                .ifPresent(word -> fault("traces: \"" + word + "\" is neither on nor off"));
        numbers();
        trustInAll();
        Network.check(settings::get, systems, faults);
        store(folder).ifPresent(this::fault);
    }

    private void schedules(Set<String> flows) {
        settings.startingWith("schedule.").forEach((key, cron) -> {
            String name = key.substring("schedule.".length());
            if (!flows.contains(name) && !Configuration.OWN_SCHEDULES.contains(key)) {
                fault(key + ": there is no flow " + name + ". Known: default, reconcile, clean-up, "
                        + String.join(", ", flows));
            }
            boolean off = key.equals(Configuration.RECONCILE) && cron.equals(Configuration.OFF);
            // to read a schedule, Quartz asks Java for calendars and languages: a fortieth of a short command
            if (!off && !OwnSettings.isDefault(key, cron)) {
                Cron.fault(cron).ifPresent(why -> fault(key + ": " + cron + " " + why));
            }
        });
    }

    private void numbers() {
        numbers(12, "http.answer-limit", "http.list-limit", "history.rows");
        numbers(9, "sandbox.users", "sandbox.tickets", "sandbox.comments");
    }

    private void numbers(int digits, String... keys) {
        for (String key : keys) {
            settings.get(key)
                    .filter(text -> !text.matches("\\d{1," + digits + "}"))
                    .ifPresent(
                            text -> fault(key + ": " + text + " is no whole number of at most " + digits + " digits"));
        }
    }

    /** Camel has switches of its own that would switch the check of certificates off. */
    private void trustInAll() {
        settings.startingWith("camel.").keySet().stream()
                .filter(key -> key.toLowerCase(Locale.ROOT)
                        .replace("-", "")
                        .matches(".*(trustall|hostnameverifier|ssl\\.enabled|httpclientconfigurer).*"))
                .forEach(key ->
                        fault(key + ": certificates are always checked; add yours with http.trust-store instead"));
    }

    private Optional<String> store(Path folder) {
        return settings.get("store.url")
                .map(url -> new StoreUrl(url).fault().map(why -> "store.url: " + why))
                .orElseGet(() -> StoreUrl.faultOf(folder));
    }

    private void fault(String message) {
        faults.add(new Fault("", 0, message));
    }
}
