package io.tandem.chunk;

import java.util.Optional;

/** Translates ids between two systems' id spaces by links and imported cross-references. */
@FunctionalInterface
public interface ReferenceTable {

    /** The id in the wanted entity's id space, or empty while nothing links the two. */
    Optional<String> resolve(WantedReference wanted);
}
