package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Key;
import io.tandem.config.Setting;
import io.tandem.config.YamlNode;
import io.tandem.record.EntityKey;
import io.tandem.record.IdForm;
import io.tandem.system.Access;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** One descriptor file: YAML in, {@link Spec.Descriptor} out; every fault with its line. */
public final class DescriptorFile {

    private final YamlNode file;
    private final String system;
    private TemplateChecks templates;

    /** In characters, as the store's columns are. */
    private static final int LONGEST_SYSTEM = 100;

    private static final int LONGEST_BUDGET = 200;

    public DescriptorFile(YamlNode file) {
        this.file = file;
        this.system = DescriptorKeys.SYSTEM.of(file);
    }

    /** Its settings in full: desk.url. */
    public Set<String> settingNames() {
        return DescriptorKeys.SETTINGS.at(file).map(YamlNode::keys).orElse(Set.of()).stream()
                .map(name -> system + "." + name)
                .collect(Collectors.toSet());
    }

    /** @param known the settings of all systems, which templates may name */
    public Spec.Descriptor read(Set<String> known) {
        templates = new TemplateChecks(system, known);
        file.only(DescriptorKeys.FILE);
        if (!file.file().endsWith("/" + system + ".yaml")) {
            DescriptorKeys.SYSTEM
                    .at(file)
                    .ifPresent(node ->
                            node.fault("system " + system + " must stand in a file of its name, " + system + ".yaml"));
        }
        DescriptorKeys.SYSTEM.at(file).ifPresent(node -> checkLength(node, system, LONGEST_SYSTEM));
        Map<String, Spec.Client> clients = each(file, DescriptorKeys.CLIENTS, (name, node) -> {
            templates.client(node);
            return ClientReader.client(name, node);
        });
        Map<String, String> budgets = DescriptorKeys.BUDGETS.of(file);
        budgets.forEach((budget, text) -> {
            DescriptorKeys.BUDGETS.at(file).ifPresent(node -> checkLength(node, system + "." + budget, LONGEST_BUDGET));
            if (Budget.parse(text).isEmpty() && !text.equals("none")) {
                DescriptorKeys.BUDGETS.fault(
                        file, "budget " + budget + ": " + text + " is no budget, e.g. 400/min, 1/s, 100000/day, none");
            }
        });
        Map<String, Setting> settings = each(file, DescriptorKeys.SETTINGS, this::setting);
        CallReader calls = new CallReader(clients.keySet(), budgets.keySet());
        return new Spec.Descriptor(
                system,
                DescriptorKeys.TITLE.of(file),
                DescriptorKeys.STUB.of(file),
                List.copyOf(settings.values()),
                clients,
                budgets,
                DescriptorKeys.PARALLEL.of(file),
                ClientReader.answers(file),
                each(file, DescriptorKeys.ENTITIES, (name, node) -> entity(name, node, calls)));
    }

    /** A longer name would be refused by the store, in the middle of a round. */
    private static void checkLength(YamlNode node, String name, int most) {
        if (name.length() > most) {
            node.fault(name.substring(0, 40) + "..: the name has " + name.length() + " characters; the store holds "
                    + most);
        }
    }

    private interface Reader<T> {
        public T read(String name, YamlNode node);
    }

    private static <T> Map<String, T> each(YamlNode node, Key<Map<String, YamlNode>> key, Reader<T> reader) {
        Map<String, T> found = new LinkedHashMap<>();
        key.of(node).forEach((name, value) -> found.put(name, reader.read(name, value)));
        return found;
    }

    private Setting setting(String name, YamlNode node) {
        templates.defaultOf(node);
        return new Setting(
                system + "." + name,
                DescriptorKeys.SECRET.of(node),
                DescriptorKeys.DEFAULT.of(node, null),
                DescriptorKeys.KNOWN.of(node),
                DescriptorKeys.FORM.at(node).map(DescriptorFile::form).orElse(""),
                DescriptorKeys.DESCRIPTION.of(node));
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
        checkLength(node, system + "/" + name, EntityKey.LONGEST);
        Map<String, List<JsonNode>> locked = CallReader.conditions(node, DescriptorKeys.LOCKED_WHEN);
        Map<String, Spec.Property> properties =
                each(node, DescriptorKeys.PROPERTIES, (property, n) -> property(property, n, calls));
        templates.entity(node);
        List<String> needs = DescriptorKeys.NEEDS.of(node);
        checkNeeds(node, needs, locked.keySet(), properties.keySet());
        Spec.Entity entity = new Spec.Entity(
                name,
                DescriptorKeys.VARIANT_OF.of(node),
                DescriptorKeys.WHEN.of(node),
                DescriptorKeys.ID.of(node),
                DescriptorKeys.MODIFIED.of(node),
                DescriptorKeys.DELETED_MODIFIED.of(node),
                DescriptorKeys.TOKEN.of(node),
                DescriptorKeys.STAMPS.at(node).map(DescriptorFile::stamps).orElse(StampForm.usual()),
                CallReader.conditions(node, DescriptorKeys.DELETED_WHEN),
                CallReader.conditions(node, DescriptorKeys.PRESENT_WHEN),
                DescriptorKeys.ID_SPACE.of(node, name),
                DescriptorKeys.ID_FORM.at(node).map(DescriptorFile::idForm).orElse(IdForm.ANY),
                locked,
                needs,
                DescriptorKeys.OVERLAP.of(node),
                DescriptorKeys.READ_LAG.of(node),
                DescriptorKeys.LOOKUP_LAG.of(node),
                DescriptorKeys.PAGE_URL.of(node),
                properties,
                DescriptorKeys.FETCH.of(node).map(calls::fetch).orElse(null),
                DescriptorKeys.READ_MANY.of(node).map(calls::read).orElse(null),
                DescriptorKeys.LOOK_UP.of(node).map(calls::read).orElse(null),
                DescriptorKeys.UPDATE.of(node).map(calls::update).orElse(null),
                DescriptorKeys.CREATE.of(node).map(calls::create).orElse(null),
                DescriptorKeys.DELETE
                        .of(node)
                        .map(n -> new Spec.Delete(calls.call(n, true)))
                        .orElse(null));
        checkReads(node, entity);
        return entity;
    }

    /** What an update needs to have read just before. */
    private static void checkReads(YamlNode node, Spec.Entity entity) {
        if (entity.update() == null) {
            return;
        }
        if (entity.update().sendsWhole() && entity.readMany() == null) {
            DescriptorKeys.UPDATE.fault(
                    node,
                    "{whole} is the record as it is read just before, so read_many has to say how: GET /records/{id}");
        }
        if (Paths.isHeader(entity.token())
                && (entity.readMany() == null || !entity.readMany().ofOne())) {
            DescriptorKeys.TOKEN.fault(
                    node,
                    "a header shows the token of one record, so read_many has to read one: GET /records/{id}, without batch");
        }
    }

    private static StampForm stamps(YamlNode node) {
        try {
            return StampForm.of(node.text());
        } catch (IllegalArgumentException | DateTimeException e) {
            node.fault(node.text() + " is no form of points in time, such as dd.MM.yyyy HH:mm:ss: " + e.getMessage());
            return StampForm.usual();
        }
    }

    private static IdForm idForm(YamlNode node) {
        return IdForm.of(node.text()).orElseGet(() -> {
            node.fault(node.text() + " is no form of ids: integer, uuid, case-safe, or a regular expression");
            return IdForm.ANY;
        });
    }

    private static void checkNeeds(YamlNode node, List<String> needs, Set<String> locked, Set<String> properties) {
        List<String> used = new ArrayList<>(locked);
        used.addAll(needs);
        used.stream()
                .filter(p -> !properties.contains(p))
                .forEach(p -> node.fault("needs or locked_when names " + p + ", which is no property. Known: "
                        + String.join(", ", properties)));
    }

    private static Spec.Property property(String name, YamlNode node, CallReader calls) {
        if (!node.isMapping()) {
            return new Spec.Property(
                    name, name, node.choice(Access.class, Access.READ_ONLY), false, true, StampForm.usual(), List.of());
        }
        node.only(DescriptorKeys.PROPERTY);
        return new Spec.Property(
                name,
                DescriptorKeys.PATH.of(node, name),
                DescriptorKeys.ACCESS.of(node),
                DescriptorKeys.EMAIL.of(node),
                DescriptorKeys.CLEARABLE.of(node),
                DescriptorKeys.FORM_OF_VALUE
                        .at(node)
                        .map(DescriptorFile::stamps)
                        .orElse(StampForm.usual()),
                DescriptorKeys.SEQUENCE.of(node).stream().map(calls::step).toList());
    }
}
