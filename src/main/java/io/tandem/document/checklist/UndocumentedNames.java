package io.tandem.document.checklist;

import io.tandem.document.FlowIds;
import io.tandem.flow.Connection;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** How a document calls systems and entities that no document has named yet. */
final class UndocumentedNames {

    private final UnaryOperator<String> titles;

    /** @param titles of systems, by name */
    UndocumentedNames(UnaryOperator<String> titles) {
        this.titles = titles;
    }

    /** A section that a flow would come from. @param back whether it is the mirrored one */
    Documented.Section section(Flow flow, boolean back) {
        Side from = back ? Side.TARGET : Side.SOURCE;
        EntityKey source = flow.entity(from);
        EntityKey target = flow.entity(from.other());
        List<EntityKey> entities =
                flow.connectedTo().stream().map(Connection::entity).distinct().toList();
        List<String> connected = entities.stream()
                .map(entity -> entity.equals(entities.get(0)) ? phrase(entity) : words(entity.entity()))
                .toList();
        return new Documented.Section(
                "",
                phrase(source),
                phrase(target),
                system(target.system()),
                "",
                new Documented.FreeText("", connected, ""),
                back);
    }

    /** The way back of a section that a document has, where the site lets it create too. */
    Documented.Section mirrored(Flow flow, Documented.Section section) {
        return new Documented.Section(
                "",
                section.target(),
                section.source(),
                system(flow.source().system()),
                "",
                Documented.FreeText.NONE,
                true);
    }

    private String phrase(EntityKey entity) {
        return system(entity.system()) + " " + words(entity.entity());
    }

    /** The descriptor's title, as long as a document's readers tell the two systems apart by it. */
    String system(String name) {
        String title = titles.apply(name);
        boolean clear = !title.contains(" to ")
                && (!name.contains("-") || FlowIds.slug(title).equals(name));
        return clear ? title : words(name);
    }

    /** {@code Customers person} for {@code customers-person}. */
    private static String words(String id) {
        String words = id.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The system's name at the start of an entity's, as the document's name begins. */
    static String source(String stem, String phrase) {
        String[] words = phrase.strip().split(" ");
        String source = words[0];
        for (int i = 1; i < words.length; i++) {
            String name = String.join(" ", List.of(words).subList(0, i));
            String letters = FlowIds.slug(name).replace("-", "");
            for (int at = stem.indexOf('-'); at >= 0; at = stem.indexOf('-', at + 1)) {
                if (FlowIds.slug(stem.substring(0, at)).replace("-", "").equals(letters)) {
                    source = name;
                }
            }
        }
        return source;
    }
}
