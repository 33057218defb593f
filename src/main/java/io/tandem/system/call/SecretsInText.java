package io.tandem.system.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.system.descriptor.Paths;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a request carried, to take it out of the answer's words: servers echo values, some even credentials (rule 19).
 *
 * @param body JSON, bytes of a form, or null
 */
public record SecretsInText(Map<String, String> headers, Object body) {

    private static final int SHORTEST = 3;

    /** In a message longer than any that a person wrote, only long texts are looked for: there may be thousands of short ones. */
    private static final int LONG = 1_000;

    private static final int LONG_MESSAGE = 10_000;
    private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final String MASK = "<value>";

    static SecretsInText nothing() {
        return new SecretsInText(Map.of(), null);
    }

    /**
     * Cost: one pass over the request, so only for messages of failures.
     *
     * @param isName whether a text is the name of a property; those stay
     */
    String without(String message, Predicate<String> isName) {
        if (message.isEmpty()) {
            return message;
        }
        int shortest = message.length() > LONG_MESSAGE ? LONG : SHORTEST;
        Set<String> texts =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        Consumer<String> add = text -> {
            if (text.length() >= shortest && !isName.test(text)) {
                texts.add(text);
                texts.add(inOneLine(text));
            }
        };
        headers.values().forEach(value -> header(value, add));
        if (body instanceof JsonNode json) {
            scalars(json, add);
        } else if (body instanceof byte[] form) {
            form(new String(form, StandardCharsets.UTF_8), add);
        }
        String masked = message;
        for (String text : texts) {
            masked = masked.replace(text, MASK);
        }
        return masked;
    }

    /** With one blank for each run of blanks, line ends and controls. */
    static String inOneLine(String text) {
        return BREAKS.matcher(text).replaceAll(" ").strip();
    }

    private static void header(String value, Consumer<String> add) {
        add.accept(value);
        String bare = value.substring(value.indexOf(' ') + 1);
        add.accept(bare);
        if (value.startsWith("Basic ")) {
            String pair = new String(Base64.getDecoder().decode(bare), StandardCharsets.UTF_8);
            add.accept(pair);
            add.accept(pair.substring(pair.indexOf(':') + 1));
        }
    }

    /** Of an operation of a JSON Patch only the value is one: its other members are words of the standard. */
    private static void scalars(JsonNode node, Consumer<String> add) {
        if (node.isTextual() || node.isNumber()) {
            String text = Paths.text(node, "");
            add.accept(text.strip());
            add.accept(text);
        }
        if (node.has("op") && node.has("path")) {
            scalars(node.path("value"), add);
        } else {
            node.forEach(child -> scalars(child, add));
        }
    }

    private static void form(String text, Consumer<String> add) {
        for (String pair : text.split("&")) {
            String value = pair.substring(pair.indexOf('=') + 1);
            add.accept(value);
            add.accept(URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
    }

    /** No content: it may hold secrets. */
    @Override
    public String toString() {
        return "Sent";
    }
}
