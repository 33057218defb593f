/**
 * Dataflow documents as checklists: made from the configuration, compared with it, or one version compared with
 * another.
 *
 * <p>Uses {@code document} and {@code flow}. Open {@link io.tandem.document.checklist.Inspection} first.
 *
 * <p>Not here: the text of a document ({@code document}), and proof by doing ({@code proof}).
 */
package io.tandem.document.checklist;
