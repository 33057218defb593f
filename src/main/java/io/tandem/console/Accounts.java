package io.tandem.console;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may sign in: those of the users file; the admin of {@code console.user}; and the first admin, as long as there is
 * neither.
 */
public final class Accounts {

    private final String user;
    private final String password;
    private final UsersFile users;
    private final String first;

    private Accounts(String user, String password, UsersFile users, String first) {
        this.user = user;
        this.password = password;
        this.users = users;
        this.first = first;
    }

    /** @param users null if there is no such file */
    public static Accounts of(String user, String password, UsersFile users) {
        return new Accounts(user, password, users, "");
    }

    /** These, and the first admin as long as nobody else may sign in. */
    Accounts withFirst(String password) {
        return new Accounts(user, this.password, users, password);
    }

    /** Whether somebody was made who may sign in; the first admin doesn't count. */
    boolean any() {
        return !user.isEmpty() || (users != null && users.exists());
    }

    /** Whether one of them may decide. */
    boolean anyAdmin() {
        return !user.isEmpty() || !any() || users.anyAdmin();
    }

    /** What is wrong with the settings and the users file. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (user.isEmpty() != password.isEmpty()) {
            faults.add(fault("console.user and console.password belong together: set both, or none"));
        }
        if (user.contains(":")) {
            faults.add(fault("console.user: a colon can't be part of a name that signs in"));
        }
        if (!password.isEmpty() && password.length() < UsersFile.SHORTEST_PASSWORD) {
            faults.add(fault("console.password: " + UsersFile.TOO_SHORT));
        }
        if (users != null && users.exists()) {
            try {
                users.check();
            } catch (ConfigurationFault fault) {
                faults.addAll(fault.faults());
            }
        }
        return faults;
    }

    private static Fault fault(String message) {
        return new Fault("", 0, message);
    }

    /** As it stands now; empty if nobody has this name. */
    Optional<Account> of(String name) {
        if (!user.isEmpty() && name.equals(user)) {
            return Optional.of(new Account(new Person(name, Role.ADMIN), "console.user"));
        }
        if (!any()) {
            return !first.isEmpty() && name.equals(FirstAdmin.NAME)
                    ? Optional.of(new Account(new Person(name, Role.ADMIN), "first"))
                    : Optional.empty();
        }
        return users == null ? Optional.empty() : users.account(name);
    }

    /** Whether this is the account's password. Takes equally long for every name, known or not: one hash. */
    boolean matches(String name, String given) {
        Optional<PasswordHash> hash = users == null ? Optional.empty() : users.hash(name);
        PasswordHash nobody = users == null ? PasswordHash.NOBODY : users.nobody();
        boolean hashed = hash.orElse(nobody).matches(given) && hash.isPresent();
        boolean one = !user.isEmpty() && name.equals(user) && same(given, password);
        boolean initial = !any() && !first.isEmpty() && name.equals(FirstAdmin.NAME) && same(given, first);
        return hashed || one || initial;
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Accounts";
    }
}
