/**
 * Proves the lines of a document by doing what they say, against systems for tests. It may use everything. Begin with {@link
 * io.tandem.proof.LiveProof}.
 */
package io.tandem.proof;
