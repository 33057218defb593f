/**
 * The import of dataflow documents: what they say becomes flow files, route files and stubs of descriptors, and is merged
 * into files that a site has edited.
 *
 * <p>Uses {@code document}, {@code flow}, {@code system}, {@code config} and {@code record}. Open
 * {@link io.tandem.document.imports.Import} first.
 *
 * <p>Not here: reading a document ({@code document}), and what keys of flow files mean ({@code flow}).
 */
package io.tandem.document.imports;
