/**
 * Pages about all flows, for people: HTML and Markdown from the same blocks, with a map of systems and flows.
 *
 * <p>Uses {@code flow}, and {@code document.checklist} for the escape of texts. Open
 * {@link io.tandem.document.site.DocumentSite} first.
 *
 * <p>Not here: pages of a running application ({@code console}).
 */
package io.tandem.document.site;
