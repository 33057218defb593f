package io.tandem.sandbox;

import java.nio.file.Path;
import java.time.Clock;

/**
 * How a sandbox is set up.
 *
 * @param users Zendesk users of the demo data; 0 for no data at all
 * @param fixedPorts whether the well-known ports are tried first
 * @param folder where its records outlive it; null if they don't
 */
public record SandboxOptions(int users, int tickets, int comments, boolean fixedPorts, Path folder, Clock clock) {

    public static SandboxOptions demo(int users, int tickets, int comments, Path folder) {
        return new SandboxOptions(users, tickets, comments, true, folder, Clock.systemUTC());
    }

    /** No records, free ports, nothing kept: for tests. */
    public static SandboxOptions empty(Clock clock) {
        return new SandboxOptions(0, 0, 0, false, null, clock);
    }
}
