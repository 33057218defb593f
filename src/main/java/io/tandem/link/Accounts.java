package io.tandem.link;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Which account of each system the store belongs to: its links mean nothing in another one (rule 16). */
public final class Accounts {

    private Accounts() {}

    /**
     * Remembers accounts that are new to the store.
     *
     * @throws ConfigurationFault if the store belongs to another account
     */
    public static void check(Jdbi jdbi, Map<String, String> accounts) {
        List<Fault> faults = new ArrayList<>();
        jdbi.useTransaction(h -> accounts.forEach((system, account) -> {
            Optional<String> known = h.createQuery("select account from account where system = ?")
                    .bind(0, system)
                    .mapTo(String.class)
                    .findOne();
            if (known.isEmpty()) {
                h.execute("insert into account (system, account) values (?, ?)", system, account);
            } else if (!known.get().equals(account)) {
                faults.add(
                        new Fault(
                                "",
                                0,
                                "this store belongs to " + known.get() + " of " + system + ", not to " + account
                                        + ". Its links mean nothing there. Set store.url to a fresh store, or the address back"));
            }
        }));
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
    }
}
