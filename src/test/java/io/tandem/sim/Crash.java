package io.tandem.sim;

/** The process dies here. An error, so that nothing catches it on its way. */
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    Crash(String where) {
        super(where, null, false, false);
    }
}
