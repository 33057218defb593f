package io.tandem.document;

/**
 * What could not be understood at one place of a document; reading went on behind it.
 *
 * @param line 1-based
 * @param column 1-based, in characters
 */
public record DocumentProblem(int line, int column, String message) {}
