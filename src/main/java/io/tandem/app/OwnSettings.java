package io.tandem.app;

import io.tandem.config.Setting;
import java.util.List;

/** The settings of the application itself; the console and the systems have theirs. */
public final class OwnSettings {

    public static final List<Setting> ALL = List.of(
            Setting.of("store.url", null, "JDBC URL of the store; default an H2 file under ./data"),
            Setting.of("store.user", null, "the store's user"),
            Setting.secret("store.password", "the store's password"),
            Setting.of(
                    "schedule.default",
                    null,
                    "Quartz cron of all flows; default every minute, in the sandbox every 5 s"),
            Setting.of("schedule.reconcile", "0 0 3 * * ?", "Quartz cron of the full comparison; or off"),
            Setting.of(
                    "schedule.clean-up",
                    "0 7 * * * ?",
                    "Quartz cron of the clean-up: history, settled conflicts and deleted records that are too old"),
            Setting.of("schedule.*", null, "Quartz cron of one flow"),
            new Setting(
                    "rounds.at-once",
                    false,
                    "200",
                    List.of(),
                    "[1-9]\\d{0,3}",
                    "flows that run on schedule at the same time, 1 to 9999; the others wait"),
            new Setting(
                    "history.keep",
                    false,
                    "90d",
                    List.of(),
                    "\\d{1,9}[smhd]",
                    "how long history is kept, a number with s, m, h or d, e.g. 90d"),
            Setting.of("history.rows", "1000000", "how many events of history are kept at the most"),
            Setting.of("http.answer-limit", "33554432", "bytes that one answer may have at the most"),
            Setting.of("http.list-limit", "10000000", "rows that one list may have in all its pages at the most"),
            new Setting(
                    "config.reload",
                    false,
                    "2s",
                    List.of(),
                    "off|[1-9]\\d{0,8}(ms|s|m|h|d)",
                    "how often Tandem looks for changed files while it runs, e.g. 2s, 1m; or off"),
            Setting.of("traces", "off", "on makes OpenTelemetry spans of routes and calls, for an agent to send"),
            Setting.of("sandbox.users", "1200", "how many Zendesk users the demo has"),
            Setting.of("sandbox.tickets", "2000", "how many Zendesk tickets the demo has"),
            Setting.of("sandbox.comments", "5000", "how many ticket comments the demo has"));

    private OwnSettings() {}

    static boolean isDefault(String key, String value) {
        return ALL.stream().anyMatch(setting -> setting.key().equals(key) && value.equals(setting.defaultValue()));
    }
}
