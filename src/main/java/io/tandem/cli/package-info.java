/** One class for each command; the application they share; and how a command reaches a running one. */
package io.tandem.cli;
