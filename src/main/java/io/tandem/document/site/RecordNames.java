package io.tandem.document.site;

import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import java.util.function.UnaryOperator;

/** What people call a flow's two kinds of records. */
record RecordNames(String source, String target) {

    static RecordNames of(Flow flow, UnaryOperator<String> titles) {
        return flow.documented().sections().stream()
                .filter(section -> !section.mirrored())
                .findFirst()
                .map(RecordNames::documented)
                .orElseGet(() -> new RecordNames(name(flow.source(), titles), name(flow.target(), titles)));
    }

    private static RecordNames documented(Documented.Section section) {
        return new RecordNames(section.source().strip(), section.target().strip());
    }

    private static String name(EntityKey entity, UnaryOperator<String> titles) {
        return titles.apply(entity.system()) + " " + entity.entity().replace('-', ' ');
    }

    String of(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
