package io.tandem.console;

/** Who asks. */
record Person(String name, Role role) {}
