package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Setting;
import io.tandem.config.YamlNode;
import io.tandem.record.IdForm;
import io.tandem.record.Values;
import io.tandem.system.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One descriptor file: YAML in, {@link Spec.Descriptor} out; every fault with its line. */
public final class DescriptorFile {

    private final YamlNode file;
    private final String system;

    public DescriptorFile(YamlNode file) {
        this.file = file;
        this.system = file.required("system");
    }

    public Spec.Descriptor read() {
        file.only(DescriptorKeys.FILE);
        if (!file.file().endsWith("/" + system + ".yaml")) {
            file.get("system")
                    .ifPresent(node ->
                            node.fault("system " + system + " must stand in a file of its name, " + system + ".yaml"));
        }
        Map<String, Spec.Client> clients = each(file, "clients", ClientReader::client);
        Map<String, String> budgets = ClientReader.texts(file, "budgets");
        budgets.forEach((budget, text) -> {
            if (Budget.parse(text).isEmpty() && !text.equals("none")) {
                file.get("budgets")
                        .ifPresent(node -> node.fault("budget " + budget + ": " + text
                                + " is no budget, e.g. 400/min, 1/s, 100000/day, none"));
            }
        });
        Map<String, Setting> settings = each(file, "settings", this::setting);
        CallReader calls = new CallReader(clients.keySet(), budgets.keySet());
        return new Spec.Descriptor(
                system,
                file.required("title"),
                file.bool("stub", false),
                List.copyOf(settings.values()),
                clients,
                budgets,
                ClientReader.answers(file),
                each(file, "entities", (name, node) -> entity(name, node, calls)));
    }

    private interface Reader<T> {
        public T read(String name, YamlNode node);
    }

    private static <T> Map<String, T> each(YamlNode node, String key, Reader<T> reader) {
        Map<String, T> found = new LinkedHashMap<>();
        node.get(key)
                .ifPresent(map -> map.entries().forEach((name, value) -> found.put(name, reader.read(name, value))));
        return found;
    }

    private Setting setting(String name, YamlNode node) {
        node.only(DescriptorKeys.SETTING);
        return new Setting(
                system + "." + name,
                node.bool("secret", false),
                node.text("default").orElse(null),
                node.texts("known"),
                node.get("form").map(DescriptorFile::form).orElse(""),
                node.text("description").orElse(""));
    }

    private static String form(YamlNode node) {
        try {
            return Pattern.compile(node.text()).pattern();
        } catch (PatternSyntaxException e) {
            node.fault(node.text() + " is no regular expression: " + e.getDescription());
            return "";
        }
    }

    private Spec.Entity entity(String name, YamlNode node, CallReader calls) {
        node.only(DescriptorKeys.ENTITY);
        Map<String, List<JsonNode>> locked = CallReader.conditions(node, "locked_when");
        Map<String, Spec.Property> properties = each(node, "properties", (property, n) -> property(property, n, calls));
        checkNeeds(node, locked.keySet(), properties.keySet());
        return new Spec.Entity(
                name,
                node.text("variant_of").orElse(""),
                ClientReader.texts(node, "when"),
                node.text("id").orElse("id"),
                node.text("modified").orElse(""),
                node.text("deleted_modified").orElse(""),
                node.text("token").orElse(""),
                CallReader.conditions(node, "deleted_when"),
                CallReader.conditions(node, "present_when"),
                node.text("id_space").orElse(name),
                node.get("id_form").map(DescriptorFile::idForm).orElse(IdForm.ANY),
                locked,
                node.texts("needs"),
                node.duration("overlap", Duration.ZERO),
                node.duration("read_lag", Duration.ZERO),
                node.duration("lookup_lag", Duration.ZERO),
                node.text("page_url").orElse(""),
                properties,
                node.get("fetch").map(calls::fetch).orElse(null),
                node.get("read_many").map(calls::read).orElse(null),
                node.get("look_up").map(calls::read).orElse(null),
                node.get("update").map(calls::update).orElse(null),
                node.get("create").map(calls::create).orElse(null),
                node.get("delete")
                        .map(n -> new Spec.Delete(calls.call(n, DescriptorKeys.CALL, true)))
                        .orElse(null));
    }

    private static IdForm idForm(YamlNode node) {
        return IdForm.of(node.text()).orElseGet(() -> {
            node.fault(node.text() + " is no form of ids: integer, uuid, case-safe, or a regular expression");
            return IdForm.ANY;
        });
    }

    private static void checkNeeds(YamlNode node, Set<String> locked, Set<String> properties) {
        List<String> used = new ArrayList<>(locked);
        used.addAll(node.texts("needs"));
        used.stream()
                .filter(p -> !properties.contains(p))
                .forEach(p -> node.fault("needs or locked_when names " + p + ", which is no property. Known: "
                        + String.join(", ", properties)));
    }

    private static Spec.Property property(String name, YamlNode node, CallReader calls) {
        if (!node.isMapping()) {
            return new Spec.Property(name, name, node.choice(Access.class, Access.READ_ONLY), false, true, List.of());
        }
        node.only(DescriptorKeys.PROPERTY);
        return new Spec.Property(
                name,
                node.text("path").orElse(name),
                node.choice("access", Access.class, Access.WRITABLE),
                node.bool("email", false),
                node.bool("clearable", true),
                node.list("sequence").stream().map(calls::step).toList());
    }

    static List<JsonNode> values(YamlNode node) {
        return (node.isList() ? node.items() : List.of(node))
                .stream().map(n -> Values.canonical(n.json())).toList();
    }
}
