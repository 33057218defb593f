/**
 * The checklist that a dataflow document is: made from the configuration, held against it, compared with another.
 *
 * <p>Uses {@code document} and {@code flow}. Open {@link io.tandem.document.checklist.Inspection} first.
 */
package io.tandem.document.checklist;
