/**
 * Proves the lines of a document by doing what they say, against systems for tests.
 *
 * <p>May use everything. Open {@link io.tandem.proof.LiveProof} first. {@link io.tandem.proof.LinkProof} proves a
 * section's claims about links, on records that {@link io.tandem.proof.TrialRecords} makes or borrows. {@link
 * io.tandem.proof.RowProof} proves each row.
 *
 * <p>Not here: comparing a document with the files, which calls no system ({@code document.checklist}).
 */
package io.tandem.proof;
