package io.tandem.system.descriptor;

import io.tandem.config.Key;
import io.tandem.config.YamlNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the templates of a descriptor name only what something fills, in forms that there are. A misspelt place would
 * else be empty in each call: a list that is asked for in full for ever, or a write that says less than it should.
 */
final class TemplateChecks {

    private static final Set<String> FETCH = Set.of("since", "stamp", "cursor", "size", "page", "skip", "fields");
    private static final Set<String> RECORD = Set.of("id", "number", "token", "seen");
    private static final Set<String> READ = and(RECORD, "ids", "fields");
    private static final Set<String> LOOK_UP = Set.of("refs", "ref", "fields");
    private static final Set<String> CHANGE = and(RECORD, "changes", "whole");
    private static final Set<String> CREATION = Set.of("values", "external_ref", "idempotency_key");
    private static final Set<String> BATCH = Set.of("items");
    private static final Set<String> JOB = Set.of("job");

    private final String system;
    private final Set<String> settings;

    /** @param settings of all systems, in full: desk.url */
    TemplateChecks(String system, Set<String> settings) {
        this.system = system;
        this.settings = new TreeSet<>(settings);
    }

    /** A client's address, headers and ways to sign in take settings. */
    void client(YamlNode client) {
        client.scalars().forEach(text -> places(text, Set.of(), Set.of(), settings));
        DescriptorKeys.URL.at(client).ifPresent(url -> url.scalars().forEach(TemplateChecks::address));
        items(client, DescriptorKeys.AUTH).stream()
                .flatMap(way -> DescriptorKeys.OAUTH2.at(way).stream())
                .flatMap(oauth -> DescriptorKeys.PINNED_BY.at(oauth).stream())
                .forEach(pin -> setting(pin, pin.text()));
    }

    /** A setting's default may be another setting. */
    void defaultOf(YamlNode setting) {
        DescriptorKeys.DEFAULT
                .at(setting)
                .filter(text -> text.text().matches("\\{[\\w.-]+}"))
                .ifPresent(text -> places(text, Set.of(), Set.of(), settings));
    }

    /** All calls of an entity, and what else of it takes settings. */
    void entity(YamlNode entity) {
        Optional<YamlNode> described = DescriptorKeys.PROPERTIES.at(entity);
        Set<String> properties = described.map(YamlNode::keys).orElse(Set.of());
        properties.stream()
                .flatMap(name -> described.flatMap(all -> all.get(name)).stream())
                .forEach(property -> sequence(items(property, DescriptorKeys.SEQUENCE), properties));
        names(entity, DescriptorKeys.WHEN);
        texts(entity, DescriptorKeys.PAGE_URL, Set.of("id"), properties, settings);
        DescriptorKeys.FETCH.at(entity).ifPresent(fetch -> {
            call(fetch, FETCH, properties);
            for (Key<?> query : List.of(CallKeys.SINCE, CallKeys.FULL, CallKeys.FOLLOWING)) {
                texts(fetch, query, FETCH, properties, Set.of());
            }
            new PagingCheck(fetch).run();
        });
        DescriptorKeys.READ_MANY.at(entity).ifPresent(read -> call(read, READ, properties));
        DescriptorKeys.LOOK_UP.at(entity).ifPresent(read -> call(read, LOOK_UP, properties));
        DescriptorKeys.UPDATE.at(entity).ifPresent(update -> {
            Set<String> places = written(update, CHANGE, properties);
            items(update, CallKeys.INSTEADS).forEach(instead -> {
                path(instead, CallKeys.LINE_OF_CALL, places, properties);
                known(instead, CallKeys.PRESENT, properties);
                known(instead, CallKeys.EMPTY, properties);
            });
            CallKeys.JOB.at(update).ifPresent(job -> call(job, JOB, properties));
        });
        DescriptorKeys.CREATE.at(entity).ifPresent(create -> written(create, CREATION, properties));
        DescriptorKeys.DELETE.at(entity).ifPresent(delete -> call(delete, RECORD, properties));
    }

    /** The calls that write a property: each knows what those before it found or kept. */
    private void sequence(List<YamlNode> steps, Set<String> properties) {
        Set<String> places = new TreeSet<>(and(RECORD, "old", "new"));
        Set<String> found = new TreeSet<>();
        for (YamlNode step : steps) {
            call(step, places, properties);
            path(step, CallKeys.OTHERWISE, places, properties);
            names(step, CallKeys.ONLY);
            known(step, CallKeys.UNLESS, found);
            CallKeys.AS.at(step).ifPresent(name -> found.add(name.text()));
            places.addAll(found);
            texts(step, CallKeys.FIND, places, properties, Set.of());
            CallKeys.FIND.at(step).ifPresent(names -> found.addAll(names.keys()));
            places.addAll(found);
            CallKeys.GUARD.at(step).ifPresent(guard -> guard.keys().stream()
                    .filter(place -> !isFilled(place, places, properties))
                    .forEach(place -> guard.fault(unfilled(place, places))));
            texts(step, CallKeys.GUARD, places, properties, Set.of());
        }
    }

    /** @return what fills the call itself */
    private Set<String> written(YamlNode call, Set<String> ofOne, Set<String> properties) {
        boolean one = CallKeys.BATCH
                .at(call)
                .map(batch -> batch.scalars().allMatch(text -> text.text().equals("1")))
                .orElse(true);
        Set<String> places = one ? ofOne : BATCH;
        call(call, places, properties);
        texts(call, CallKeys.ITEM, ofOne, properties, Set.of());
        return places;
    }

    private void call(YamlNode call, Set<String> places, Set<String> properties) {
        path(call, CallKeys.LINE_OF_CALL, places, properties);
        texts(call, CallKeys.QUERY, places, properties, Set.of());
        texts(call, CallKeys.CALL_HEADERS, places, properties, Set.of());
        texts(call, CallKeys.BODY, places, properties, Set.of());
    }

    /** A path takes the system's own settings too. */
    private void path(YamlNode call, Key<?> key, Set<String> places, Set<String> properties) {
        Set<String> own = new TreeSet<>(settings);
        own.removeIf(setting -> !setting.startsWith(system + "."));
        texts(call, key, places, properties, own);
        key.at(call).ifPresent(line -> line.scalars().forEach(TemplateChecks::address));
    }

    private static void address(YamlNode text) {
        if (Template.hasOtherBraces(text.text())) {
            text.fault("an address has no braces but those of a place, such as {name}: " + text.text());
        }
    }

    private void texts(
            YamlNode around, Key<?> key, Set<String> places, Set<String> properties, Set<String> withSettings) {
        key.at(around)
                .ifPresent(node -> node.scalars().forEach(text -> places(text, places, properties, withSettings)));
    }

    private void places(YamlNode text, Set<String> places, Set<String> properties, Set<String> withSettings) {
        for (Template.Place place : Template.named(text.text())) {
            if (place.form().filter(form -> !Template.FORMS.contains(form)).isPresent()) {
                text.fault("unknown form " + place.form().get() + " in {" + place.name() + "|..}. Known: "
                        + String.join(", ", Template.FORMS));
            }
            if (withSettings.contains(place.name())) {
                place.form().ifPresent(form -> text.fault("a setting takes no form; write {" + place.name() + "}"));
            } else if (!isFilled(place.name(), places, properties)) {
                text.fault(unfilled(place.name(), and(places, withSettings)));
            }
        }
    }

    /** What is no list, the reader has said. */
    private static List<YamlNode> items(YamlNode around, Key<List<YamlNode>> key) {
        return key.at(around).filter(YamlNode::isList).map(YamlNode::items).orElse(List.of());
    }

    /** Members of what is filled have names of the vendor's, those of {@code seen} are properties. */
    private static boolean isFilled(String name, Set<String> places, Set<String> properties) {
        int dot = name.indexOf('.');
        if (dot < 0 || places.contains(name)) {
            return places.contains(name);
        }
        String first = name.substring(0, dot);
        String rest = name.substring(dot + 1);
        return places.contains(first)
                && (!first.equals("seen")
                        || properties.stream()
                                .anyMatch(property -> rest.equals(property) || rest.startsWith(property + ".")));
    }

    private static String unfilled(String name, Set<String> known) {
        return "nothing fills {" + name + "} here. Known: " + String.join(", ", new TreeSet<>(known))
                + (known.contains("seen") ? ", and properties of the entity as seen.NAME" : "");
    }

    /** Names of settings, each with a value. */
    private void names(YamlNode around, Key<Map<String, String>> key) {
        key.at(around).ifPresent(table -> table.keys().forEach(name -> setting(table, name)));
    }

    private void setting(YamlNode where, String name) {
        if (!settings.contains(name)) {
            where.fault("unknown setting " + name + ". Known: " + String.join(", ", settings));
        }
    }

    private static void known(YamlNode around, Key<?> key, Collection<String> names) {
        Optional<YamlNode> named = key.at(around);
        named.ifPresent(node -> node.scalars()
                .filter(name -> !names.contains(name.text()))
                .forEach(name -> name.fault(key.name() + " names " + name.text() + ", which is not known here. Known: "
                        + String.join(", ", names))));
    }

    private static Set<String> and(Set<String> some, Collection<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return all;
    }

    private static Set<String> and(Set<String> some, String... more) {
        return and(some, List.of(more));
    }
}
