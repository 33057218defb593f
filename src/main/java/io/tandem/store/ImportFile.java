package io.tandem.store;

import java.time.Instant;

/**
 * A table that is taken in, as the history tells it.
 *
 * @param name the file's, also for faults
 * @param who takes it in; "" for Tandem itself
 */
public record ImportFile(String name, String who, Instant at) {

    public String because() {
        return "imported from " + name;
    }
}
