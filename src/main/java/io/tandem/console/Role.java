package io.tandem.console;

/** What a signed-in person may do: a viewer looks, an admin also decides. */
public enum Role {
    VIEWER,
    ADMIN
}
