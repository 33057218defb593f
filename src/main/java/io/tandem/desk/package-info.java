/** The operator's desk: what flows and systems are doing, and what a person decides; the console and commands stand on it. */
package io.tandem.desk;
