package io.tandem.system.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says why a call was refused, in one line: the status, the vendor's code, its words, and the names of the fields that it
 * speaks of. Values are masked, names of a system's own properties are not (rule 19). Pure, thread-safe.
 */
final class Reason {

    private static final int LONGEST_TEXT = 200;

    /** Vendors say what is wrong in some hundred characters; of longer texts only the length is said, and none is searched. */
    private static final int LONGEST_READ = 10_000;

    private static final int MOST_TEXTS = 4;
    private static final int MOST_READ = 100;
    private static final int MOST_FIELDS = 10;
    private static final Pattern CODE = Pattern.compile("[\\w .:-]{1,60}");
    private static final Pattern QUOTED =
            Pattern.compile("\"[^\"]*\"|(?<!\\p{L})'[^']*'(?!\\p{L})|“[^”]*”|«[^»]*»|‘[^’]*’");
    private static final Pattern EMAIL = Pattern.compile("(?<!\\S)\\S+@\\S+");
    private static final Pattern FIELD = Pattern.compile("[\\p{L}_$/][\\w.$/\\[\\]-]{0,79}");

    /** How a list of faults calls the field of each. */
    private static final List<String> FIELD_KEYS =
            List.of("field", "fieldName", "field_name", "property", "propertyName", "name", "key", "member");

    /** What a parser prints under the line that it could not read; that line is the caller's own. */
    private static final Pattern QUOTED_LINES = Pattern.compile("(?s)\\A.*\\n[ \\t]*\\^[ \\t]*\\r?\\n");

    private final Set<String> names = new HashSet<>();

    /** @param names of properties and entities, which are no values */
    Reason(Collection<String> names) {
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /** The names that a descriptor knows: its entities, their properties, and the parts of their paths. */
    static Reason of(Spec.Descriptor descriptor) {
        Set<String> names = new HashSet<>();
        descriptor.entities().values().forEach(entity -> {
            names.addAll(List.of(entity.name(), entity.idSpace(), entity.id(), entity.modified(), entity.token()));
            names.addAll(entity.deletedWhen().keySet());
            names.addAll(entity.presentWhen().keySet());
            entity.properties().values().forEach(property -> {
                names.add(property.name());
                names.addAll(List.of(property.path().split("\\.")));
            });
        });
        names.remove("");
        return new Reason(names);
    }

    private boolean isName(String text) {
        return names.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    /** @param how what was refused, e.g. {@code HTTP 422} */
    String of(String how, JsonNode body, Spec.Words words, SecretsInText sent) {
        String code = texts(body, words.code())
                .filter(text -> CODE.matcher(text).matches())
                .reduce((general, specific) -> specific)
                .map(text -> sent.without(text, this::isName))
                .orElse("");
        Stream<String> wordsForCode =
                texts(body, words.code()).filter(text -> !CODE.matcher(text).matches());
        List<String> said = Stream.concat(wordsForCode, texts(body, words.message()))
                .limit(MOST_READ)
                .map(text -> masked(text, sent))
                .filter(text -> !text.isEmpty() && !text.equals(code))
                .distinct()
                .limit(MOST_TEXTS)
                .toList();
        List<String> fields = words.fields().stream()
                .flatMap(path -> Paths.anyCase(body, path).stream())
                .flatMap(Reason::fields)
                .filter(name -> FIELD.matcher(name).matches())
                .distinct()
                .limit(MOST_FIELDS)
                .toList();
        return how
                + (code.isEmpty() ? "" : " " + code)
                + (said.isEmpty() ? "" : ": " + String.join("; ", said))
                + (fields.isEmpty() ? "" : " (fields: " + String.join(", ", fields) + ")");
    }

    static Stream<String> texts(JsonNode body, List<String> paths) {
        return paths.stream().flatMap(path -> Paths.texts(body, path).stream());
    }

    /** A name, a list of names, a list of faults that each name a field, or an object whose members are fields. */
    private static Stream<String> fields(JsonNode named) {
        if (named.isTextual()) {
            return Stream.of(named.textValue());
        }
        if (named.isArray()) {
            List<String> found = new ArrayList<>();
            named.forEach(item -> (item.isObject() ? fieldOf(item) : fields(item)).forEach(found::add));
            return found.stream();
        }
        return named.properties().stream().map(java.util.Map.Entry::getKey);
    }

    private static Stream<String> fieldOf(JsonNode fault) {
        return FIELD_KEYS.stream()
                .map(key -> Paths.texts(fault, key))
                .filter(texts -> !texts.isEmpty())
                .findFirst()
                .stream()
                .flatMap(List::stream);
    }

    /** Vendors quote values in their messages; values stay private. */
    private String masked(String message, SecretsInText sent) {
        String known = sent.without(message, this::isName);
        if (known.length() > LONGEST_READ) {
            return "<" + known.length() + " characters>";
        }
        String own = SecretsInText.inOneLine(QUOTED_LINES.matcher(known).replaceFirst(""));
        Matcher quoted =
                QUOTED.matcher(EMAIL.matcher(sent.without(own, this::isName)).replaceAll("<email>"));
        String text = quoted.replaceAll(found -> Matcher.quoteReplacement(
                        isName(found.group().substring(1, found.group().length() - 1)) ? found.group() : "<value>"))
                .replaceAll("\\d{3,}", "<number>");
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }
}
