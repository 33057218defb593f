/**
 * Dataflow documents: read from their text, and written as text.
 *
 * <p>Uses {@code flow} and {@code record}. Open {@link io.tandem.document.DocumentParser} first; {@link
 * io.tandem.document.Sentence} holds the sentences that a document can have.
 *
 * <p>Not here: anything that knows this site's files; {@code imports} and {@code checklist} do.
 */
package io.tandem.document;
