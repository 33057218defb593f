package io.tandem.store;

import java.time.Instant;

/**
 * A table that is imported, as the history names it.
 *
 * @param name the file's, also for faults
 * @param who imports it; "" for Tandem itself
 */
public record ImportFile(String name, String who, Instant at) {

    public String because() {
        return "imported from " + name;
    }
}
