/**
 * Proves the lines of a document by doing what they say, against systems for tests.
 *
 * <p>May use everything. Open {@link io.tandem.proof.LiveProof} first: a section's claims about links are for {@link
 * io.tandem.proof.LinkProof}, on records that {@link io.tandem.proof.TrialRecords} makes or borrows; each row is for {@link
 * io.tandem.proof.RowProof}.
 *
 * <p>Not here: comparing a document with the files, which calls no system ({@code document.checklist}).
 */
package io.tandem.proof;
