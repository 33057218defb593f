/**
 * Proves the lines of a document by doing what they say, against systems for tests.
 *
 * <p>May use everything. Open {@link io.tandem.proof.LiveProof} first.
 *
 * <p>Not here: comparing a document with the files, which calls no system ({@code document.checklist}).
 */
package io.tandem.proof;
