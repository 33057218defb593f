package io.tandem.store;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which account of each system the store belongs to: its links mean nothing in another one (rule 16). */
public final class SystemAccounts {

    private SystemAccounts() {}

    /**
     * Compares, and remembers nothing: an address that its system never answered ties the store to nothing.
     *
     * @throws ConfigurationFault if the store belongs to another account
     */
    public static void check(Jdbi jdbi, Map<String, String> accounts) {
        List<Fault> faults = new ArrayList<>();
        jdbi.useHandle(h -> accounts.forEach((system, account) -> known(h, system)
                .filter(known -> !known.equals(account))
                .ifPresent(known -> faults.add(belongsElsewhere(system, known, account)))));
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
    }

    private static Fault belongsElsewhere(String system, String known, String account) {
        return new Fault(
                "",
                0,
                "this store belongs to " + known + " of " + system + ", not to " + account
                        + ". Its links mean nothing there. Set store.url to a fresh store, or the address back");
    }

    /** Remembers the account of a system that has answered; one that the store knows stays as it is. */
    public static void remember(Jdbi jdbi, String system, String account) {
        jdbi.useTransaction(h -> {
            if (known(h, system).isEmpty()) {
                // where another process is faster and has another account, its next start says so
                SingleRow.insert(h, "insert into account (system, account) values (?, ?)", system, account);
            }
        });
    }

    private static Optional<String> known(Handle h, String system) {
        return h.createQuery("select account from account where system = ?")
                .bind(0, system)
                .mapTo(String.class)
                .findOne();
    }
}
