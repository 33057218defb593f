package io.tandem.app;

import io.tandem.config.Keys;
import io.tandem.config.Setting;
import io.tandem.config.Settings;
import io.tandem.flow.FlowKeys;
import io.tandem.system.descriptor.DescriptorKeys;
import io.tandem.system.rest.Systems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page src/docs/configuration.md, drawn from the lists of keys that the code reads by. */
final class ConfigurationReference {

    private static final String HEAD = """
            # Configuration reference

            For operators (settings) and integration engineers (flow files, descriptors). `ConfigurationReferenceTest` writes it from the lists
            that the code reads by; don't edit it. To write it again: `mvn test -Dtest=ConfigurationReferenceTest -Dreference=write`

            ## Settings
            Set each in `config/application.properties`, as `-Dkey=value`, in the environment, or with `--set key=value`; the later of
            these wins. Secrets are taken from the environment, or from the file if its owner alone can read it. Unknown keys
            are faults, except Camel's own, `camel.`, `quartz.` and `org.quartz.`. A system whose `url` isn't set is off.

            """;
    private static final String FLOWS = """
            ## Flow files
            `config/flows/<flow id>.yaml`. Unknown keys, unknown properties and a row that stands twice are faults.

            """;
    private static final String DESCRIPTORS = """
            ## Descriptors
            `config/systems/<system>.yaml`. A path leads into an answer (`error.code`, `0.message`); a name that has a dot is found, too
            (`@odata.nextLink`). A template takes settings and what the call is about in braces (`{desk.url}`, `{id}`). A duration has its unit:
            `250ms`, `30s`, `5m`, `2h`, `1d`.

            """;

    private ConfigurationReference() {}

    static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        areas().forEach((area, settings) -> {
            page.append("### ")
                    .append(area)
                    .append("\n| key | environment | default | what for |\n|---|---|---|---|\n");
            settings.forEach(setting -> page.append(row(setting)));
            page.append('\n');
        });
        page.append(FLOWS);
        FlowKeys.ALL.forEach(keys -> page.append(table(keys)));
        page.append(DESCRIPTORS);
        DescriptorKeys.ALL.forEach(keys -> page.append(table(keys)));
        return page.toString().stripTrailing() + "\n";
    }

    static List<Setting> settings() {
        return Configuration.known(Systems.load(Path.of(""), new ArrayList<>()), Set.of());
    }

    private static Map<String, List<Setting>> areas() {
        Map<String, List<Setting>> areas = new LinkedHashMap<>();
        for (Setting setting : settings()) {
            areas.computeIfAbsent(setting.key().replaceFirst("\\..*", ""), area -> new ArrayList<>())
                    .add(setting);
        }
        return areas;
    }

    private static String row(Setting setting) {
        return "| %s | %s | %s | %s%s%s%s |\n"
                .formatted(
                        code(setting.key().replace("*", "<flow id>")),
                        code(Settings.variable(setting.key().replace(".*", ""))
                                + (setting.key().contains("*") ? "_.." : "")),
                        code(setting.defaultValue()),
                        setting.secret() ? "**secret**: " : "",
                        setting.description().replace("|", "\\|"),
                        setting.known().isEmpty() ? "" : ": " + String.join(", ", setting.known()),
                        setting.form().isEmpty() ? "" : "; form " + code(setting.form()));
    }

    private static String code(String text) {
        return text == null || text.isEmpty() ? "" : "`" + text.replace("|", "\\|") + "`";
    }

    private static String table(Keys keys) {
        StringBuilder table = new StringBuilder(
                "### " + keys.place() + "\n| key | value | default | what for |\n|---|---|---|---|\n");
        keys.all()
                .forEach(key -> table.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                key.name(),
                                key.form().word(),
                                key.required() ? "**required**" : code(key.shownDefault()),
                                key.meaning().replace("<", "\\<").replace("|", "\\|"))));
        return table.append('\n').toString();
    }
}
