/**
 * One class for each command, and the text that it prints.
 *
 * <p>May use everything; nothing uses it. Open {@link io.tandem.cli.CommandLines} first.
 */
package io.tandem.cli;
