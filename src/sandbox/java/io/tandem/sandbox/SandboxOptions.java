package io.tandem.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * How a sandbox is set up.
 *
 * @param users Zendesk users of the demo data; 0 for no data at all
 * @param fixedPorts whether the well-known ports are tried first
 * @param folder where its records outlive it; null if they don't
 * @param imported the systems that are known from documents alone
 * @param vendors whether the four systems are there too
 */
public record SandboxOptions(
        int users,
        int tickets,
        int comments,
        boolean fixedPorts,
        Path folder,
        Clock clock,
        List<ImportedSystem> imported,
        boolean vendors) {

    public SandboxOptions {
        imported = List.copyOf(imported);
    }

    public SandboxOptions(int users, int tickets, int comments, boolean fixedPorts, Path folder, Clock clock) {
        this(users, tickets, comments, fixedPorts, folder, clock, List.of(), true);
    }

    /** With systems that are known from documents alone. */
    public SandboxOptions with(List<ImportedSystem> systems) {
        return new SandboxOptions(users, tickets, comments, fixedPorts, folder, clock, systems, vendors);
    }

    /** Without the four systems. */
    public SandboxOptions importedOnly() {
        return new SandboxOptions(users, tickets, comments, fixedPorts, folder, clock, imported, false);
    }

    public static SandboxOptions demo(int users, int tickets, int comments, Path folder) {
        return new SandboxOptions(users, tickets, comments, true, folder, Clock.systemUTC());
    }

    /** No records, free ports, nothing kept: for tests. */
    public static SandboxOptions empty(Clock clock) {
        return new SandboxOptions(0, 0, 0, false, null, clock);
    }
}
