package io.tandem.console;

/** Hashes of passwords for tests: a real one is slow by intention, and far slower without the optimizing compiler. */
final class CheapHash {

    private static final int FEW_ROUNDS = 1_000;

    private CheapHash() {}

    static PasswordHash of(String password) {
        return PasswordHash.of(password, FEW_ROUNDS);
    }
}
