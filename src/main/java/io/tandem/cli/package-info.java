/**
 * One class for each command, and the text that it prints.
 *
 * <p>May use everything; nothing uses it. Open {@link io.tandem.cli.CommandLines} first.
 *
 * <p>Not here: what a command does. That is where the console can do it too ({@code app}, {@code operator}).
 */
package io.tandem.cli;
