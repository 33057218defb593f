package io.tandem.config;

import io.tandem.record.Blanks;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The text of a properties file: its values, without blanks around them, and the lines that set them. */
final class PropertiesFile {

    /** Some editors put it before the first line; it is no part of a key. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<String> lines;
    private final Map<String, String> values = new LinkedHashMap<>();

    private PropertiesFile(String text) {
        this.lines = text.lines().toList();
    }

    /** Reads the text; a key that stands twice and a line that can't be read are added to the faults. */
    static PropertiesFile read(String name, String content, List<Fault> faults) {
        String text = content.startsWith(BYTE_ORDER_MARK) ? content.substring(1) : content;
        PropertiesFile file = new PropertiesFile(text);
        List<String> twice = new ArrayList<>();
        try {
            new Collecting(file.values, twice).load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            faults.add(new Fault(name, 0, "can't be read: " + e.getMessage()));
        }
        twice.stream().distinct().forEach(key -> faults.add(file.standsTwice(name, key)));
        return file;
    }

    private Fault standsTwice(String name, String key) {
        List<Integer> all = lines(key);
        int last = all.isEmpty() ? 0 : all.get(all.size() - 1);
        String first = all.size() > 1 ? ", first in line " + all.get(0) : "";
        return new Fault(name, last, "key " + key + " stands twice" + first + ". Keep one of them");
    }

    Map<String, String> values() {
        return values;
    }

    /** @return 1-based; 0 if the key's line is not found */
    int line(String key) {
        return lines(key).stream().findFirst().orElse(0);
    }

    private List<Integer> lines(String key) {
        Pattern sets = Pattern.compile("\\s*" + Pattern.quote(key) + "(\\s*[=:].*|\\s.*|)");
        return IntStream.rangeClosed(1, lines.size())
                .filter(line -> sets.matcher(lines.get(line - 1)).matches())
                .boxed()
                .toList();
    }

    /** Hands on what Java's own reader finds, and notes keys that come again. */
    private static final class Collecting extends Properties {
        private static final long serialVersionUID = 1;

        private final transient Map<String, String> found;
        private final transient List<String> twice;

        Collecting(Map<String, String> found, List<String> twice) {
            this.found = found;
            this.twice = twice;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (found.put((String) key, Blanks.strip((String) value)) != null) {
                twice.add((String) key);
            }
            return null;
        }
    }
}
