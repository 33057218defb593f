package io.tandem.document.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text among this package's resources, with names in braces where values come. */
final class TextTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");

    private final String text;

    private TextTemplate(String text) {
        this.text = text;
    }

    static TextTemplate of(String resource) {
        try (InputStream in = TextTemplate.class.getResourceAsStream(resource)) {
            return new TextTemplate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + resource + " can't be read", e);
        }
    }

    /** The text with these values; a name in braces that has none belongs to the text. */
    String filled(Map<String, String> values) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
