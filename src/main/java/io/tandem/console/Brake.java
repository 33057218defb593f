package io.tandem.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong passwords of each name and address, for a minute from the first. Others' mistakes lock nobody out: beyond
 * the bound only this name, from this address, has to wait. Of an IPv6 address the network counts, its first 64 bits:
 * who has one has all others in it. Thread-safe.
 */
final class Brake {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** More names than can be tried in a minute: each try takes a hash. */
    private static final int MOST_COUNTED = 10_000;

    private record Counted(String name, String network) {

        static Counted of(String name, String address) {
            String host = address.replaceFirst("^([0-9.]+):\\d+$", "$1"); // some proxies name the port too
            return new Counted(name, host.contains(":") ? network(host) : host);
        }

        private static String network(String address) {
            try {
                byte[] bytes =
                        InetAddress.getByName(address.replaceFirst("%.*", "")).getAddress();
                return HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
            } catch (UnknownHostException noAddress) {
                return address;
            }
        }
    }

    private record Tries(int count, Instant until) {}

    private final Clock clock;
    private final int most;
    private final Map<Counted, Tries> tries = new LinkedHashMap<>();

    /** @param most tries in a minute */
    Brake(Clock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /**
     * Counts a try before its password is looked at, so that tries at the same time are counted too.
     *
     * @return seconds to wait; 0 if it may go on
     */
    synchronized long take(String name, String address) {
        Instant now = clock.instant();
        forgetBefore(now);
        Counted who = Counted.of(name, address);
        Tries before = tries.get(who);
        if (before == null) {
            tries.put(who, new Tries(1, now.plus(WINDOW)));
            return 0;
        }
        if (before.count() >= most) {
            return Math.max(1, Duration.between(now, before.until()).toSeconds());
        }
        tries.put(who, new Tries(before.count() + 1, before.until()));
        return 0;
    }

    /** The password was right: what was mistyped before is forgotten. */
    synchronized void forget(String name, String address) {
        tries.remove(Counted.of(name, address));
    }

    /** @return tries in this minute */
    synchronized int count(String name, String address) {
        Tries now = tries.get(Counted.of(name, address));
        return now == null ? 0 : now.count();
    }

    /** Entries stand in the order of their first try, so the oldest come first. */
    private void forgetBefore(Instant now) {
        var oldest = tries.values().iterator();
        while (oldest.hasNext()) {
            boolean over = !oldest.next().until().isAfter(now);
            if (!over && tries.size() < MOST_COUNTED) {
                return;
            }
            oldest.remove();
        }
    }
}
