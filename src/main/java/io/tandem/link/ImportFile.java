package io.tandem.link;

import java.time.Instant;

/**
 * A table that is taken in, as the history tells it.
 *
 * @param name the file's, also for faults
 * @param who takes it in; "" for Tandem itself
 */
public record ImportFile(String name, String who, Instant at) {

    String because() {
        return "imported from " + name;
    }
}
