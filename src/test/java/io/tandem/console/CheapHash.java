package io.tandem.console;

import java.nio.file.Path;

/** Hashes of passwords for tests: a real one is slow by intention, and far slower without the optimizing compiler. */
final class CheapHash {

    private static final int FEW_ROUNDS = 10;

    private CheapHash() {}

    static PasswordHash of(String password) {
        return PasswordHash.of(password, FEW_ROUNDS);
    }

    /** Of {@code console.user} and its password, beside a users file whose only hash is cheap: then so is nobody's. */
    static Accounts accounts(String user, String password, Path folder) {
        UsersFile users = new UsersFile(folder.resolve("cheap-users"));
        users.put("somebody", Role.VIEWER, of("who never signs in"));
        return Accounts.of(user, password, users);
    }
}
