package io.tandem.document;

/**
 * The two record kinds of a section by the names that files have: lower case, each run of other characters one {@code -}.
 *
 * @param mirrored whether the section begins at the document's target system
 */
public record Ends(
        String sourceSystem, String sourceEntity, String targetSystem, String targetEntity, boolean mirrored) {

    /** The id of a flow between them. */
    public String flow() {
        return FlowIds.slug(sourceSystem + "-" + sourceEntity) + "--" + FlowIds.slug(targetSystem + "-" + targetEntity);
    }
}
