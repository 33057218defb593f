package io.tandem.document;

import io.tandem.flow.Flow;

/**
 * The two record kinds of a section by the names that files have: lower case, each run of other characters one {@code -}.
 *
 * @param mirrored whether the section begins at the document's target system
 */
public record Ends(
        String sourceSystem, String sourceEntity, String targetSystem, String targetEntity, boolean mirrored) {

    /** So long that a number still fits behind it. */
    private static final int LONGEST_ID = Flow.LONGEST_ID - "-9999".length();

    /** The id of a flow between them. */
    public String flow() {
        return FlowIds.brief(
                FlowIds.slug(sourceSystem + "-" + sourceEntity) + "--"
                        + FlowIds.slug(targetSystem + "-" + targetEntity),
                LONGEST_ID);
    }
}
