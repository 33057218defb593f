package io.tandem.console;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords, slows down who guesses, and says so in the log and the metrics. Thread-safe; a check takes about 0.2 s.
 *
 * <p>The log names accounts that exist; another name may be a password that was typed into the wrong field.
 */
final class Passwords {

    static final int MOST_WRONG = 10;

    /** A proxy's address stands for many people, and the address that it names can be made up by local users. */
    private static final int MOST_WRONG_OF_A_PEER = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    /** What came of a name and a password. */
    sealed interface Verdict permits Right, Wrong, Later {}

    /** @param account empty if no password was looked at now */
    record Right(Person person, Optional<Account> account) implements Verdict {}

    record Wrong() implements Verdict {}

    record Later(long seconds) implements Verdict {}

    private final Accounts accounts;
    private final Brake byAddress;
    private final Brake byPeer;
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong later = new AtomicLong();

    Passwords(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.byAddress = new Brake(clock, MOST_WRONG);
        this.byPeer = new Brake(clock, MOST_WRONG_OF_A_PEER);
    }

    /**
     * @param peer the other end of the connection
     * @param address that a proxy names; else the peer
     */
    Verdict check(String name, String password, String peer, String address) {
        long pause = Math.max(byAddress.take(name, address), byPeer.take(name, peer));
        if (pause > 0) {
            later.incrementAndGet();
            return new Later(pause);
        }
        Optional<Account> account = accounts.of(name);
        if (accounts.matches(name, password) && account.isPresent()) {
            byAddress.forget(name, address);
            byPeer.forget(name, peer);
            return new Right(account.get().person(), account);
        }
        wrong.incrementAndGet();
        say(account.isPresent() ? name : "a name that nobody has", address, byAddress.count(name, address));
        return new Wrong();
    }

    private static void say(String who, String address, int count) {
        if (count == 1) {
            LOG.warn("Console: sign-in of {} from {} refused: wrong name or password", who, address);
        } else if (count == MOST_WRONG) {
            LOG.warn(
                    "Console: {} wrong passwords in a minute for {} from {}; further ones wait until the minute is over",
                    count,
                    who,
                    address);
        }
    }

    /** Wrong names or passwords since the start. */
    long wrong() {
        return wrong.get();
    }

    /** Sign-ins that had to wait, since the start. */
    long later() {
        return later.get();
    }
}
