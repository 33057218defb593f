package io.tandem.document.site;

import java.util.ArrayList;
import java.util.List;

/**
 * Two linked records of a flow and what they hold.
 *
 * @param source and {@code target}: keys of the two records
 * @param because why they are linked
 * @param values of the flow's rows
 */
public record Example(String source, String target, String because, List<Value> values) {

    /** The values of one row on both sides; "" for an empty one. */
    public record Value(String source, String sourceValue, String target, String targetValue) {}

    public Example {
        values = List.copyOf(values);
    }

    /** @param added whether the sandbox adds rows that the configuration doesn't have */
    List<Block> blocks(RecordNames names, boolean added) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading("Example"));
        blocks.add(new Block.Paragraph(
                Line.of("In the sandbox, `" + source + "` and `" + target + "` are linked, because " + because + ".")));
        if (!values.isEmpty()) {
            blocks.add(new Block.Table(
                    List.of(names.source(), "holds", names.target(), "holds"),
                    values.stream()
                            .map(value -> List.of(
                                    Line.code(value.source()),
                                    Line.plain(value.sourceValue()),
                                    Line.code(value.target()),
                                    Line.plain(value.targetValue())))
                            .toList()));
        }
        if (added) {
            blocks.add(new Block.Paragraph(
                    Line.plain("The sandbox adds rows of its own, so that there is something to see.")));
        }
        return blocks;
    }
}
