package io.tandem.console;

/**
 * Somebody who may sign in.
 *
 * @param mark changes with the password and the role; a session that began under another mark is over
 */
record Account(Person person, String mark) {}
