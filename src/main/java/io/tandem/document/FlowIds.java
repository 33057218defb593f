package io.tandem.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Names the flows of a document: {@code <source system>-<source entity>--<target system>-<target entity>}. The systems'
 * parts come from the document's file name, the entities' from the headings.
 */
public final class FlowIds {

    private final String source;
    private final String target;
    private final NameCut systems;

    /** @param source and {@code target}: as the title names the systems */
    FlowIds(String name, String source, String target) {
        this.source = source;
        this.target = target;
        this.systems = NameCut.of(name, source, target);
    }

    /** Lower case, each run of other characters one {@code -}. */
    public static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** A longer name keeps its beginning, and gets a hash of all of it, so that two long names stay two. */
    public static String brief(String slug, int longest) {
        if (slug.length() <= longest) {
            return slug;
        }
        String hash = UUID.nameUUIDFromBytes(slug.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        return slug.substring(0, longest - hash.length() - 1) + "-" + hash;
    }

    static String squashed(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "");
    }

    /** The names of a document's systems and entities. */
    public static FlowIds of(DataflowDocument document) {
        return new FlowIds(document.name(), document.source(), document.target());
    }

    List<Section> of(List<Section> sections) {
        Map<String, Integer> seen = new HashMap<>();
        List<Section> named = new ArrayList<>();
        for (Section section : sections) {
            String id = ends(section).flow();
            int before = seen.merge(id, 1, Integer::sum);
            named.add(section.withFlow(before == 1 ? id : id + "-" + before));
        }
        return named;
    }

    /** The source system's part of the file name; as the title has it if the file name has none. */
    public String sourceSystem() {
        return systems.source();
    }

    /** The target system's; "" if it has no name. */
    public String targetSystem() {
        return systems.target();
    }

    /** Whether the file name says both systems, so that no part of an id comes from the title. */
    public boolean sayBoth() {
        return systems.whole();
    }

    /** Where a section begins and ends; one can speak of the way back, from the document's target to its source. */
    public Ends ends(Section section) {
        String a = section.entities().a();
        String b = section.entities().b();
        boolean mirrored = leads(target, source, a)
                ? !leads(target, source, b)
                : leads(source, target, b) && !leads(source, target, a);
        String named = section.targetSystem();
        String last = named.isEmpty() ? mirrored ? source : target : named;
        return new Ends(
                mirrored ? systems.target() : systems.source(),
                slug(entity(a, mirrored ? target : source)),
                mirrored ? systems.source() : systems.target(),
                slug(entity(b, last)),
                mirrored);
    }

    /** The entities of the source's system that a record must be connected to; only the first is named with its system. */
    public List<String> connectedTo(Section section) {
        String system = ends(section).mirrored() ? target : source;
        List<String> names = new ArrayList<>();
        section.freeText()
                .connectedTo()
                .forEach(name -> names.add(slug(names.isEmpty() ? entity(name, system) : name)));
        return names;
    }

    /** Whether a phrase begins with this name, and not with the other, unless that is only the beginning of this one. */
    private static boolean leads(String name, String other, String phrase) {
        return begins(phrase, name) && (!begins(phrase, other) || name.length() > other.length());
    }

    /** As it stands, or in other case and with other signs and blanks. */
    private static boolean begins(String phrase, String name) {
        String wanted = squashed(name);
        return !name.isEmpty() && phrase.startsWith(name + " ")
                || !wanted.isEmpty()
                        && IntStream.range(1, phrase.length())
                                .filter(at -> phrase.charAt(at) == ' ')
                                .anyMatch(
                                        at -> squashed(phrase.substring(0, at)).equals(wanted));
    }

    /** The words of a phrase behind its system's name, which can differ from the title in blanks, case and length. */
    static String entity(String phrase, String systemName) {
        if (phrase.startsWith(systemName + " ")) {
            return phrase.substring(systemName.length() + 1);
        }
        String[] words = phrase.strip().split(" ");
        String wanted = squashed(systemName);
        int taken = 0;
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < words.length - 1; i++) {
            name.append(squashed(words[i]));
            if (!name.isEmpty()
                    && (wanted.startsWith(name.toString()) || name.toString().equals(wanted))) {
                taken = i + 1;
            }
        }
        if (taken == 0 && words.length > 1) {
            taken = 1;
        }
        return String.join(" ", List.of(words).subList(taken, words.length));
    }
}
