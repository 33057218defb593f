package io.tandem.http;

import java.io.IOException;
import java.util.Optional;

/** What a port serves. */
public interface Site {

    /**
     * Judges a request by its head alone, before a byte of its body is read. Must not block: it runs in the thread that
     * serves all connections.
     *
     * @return the lane whose threads handle it; empty if this has answered it
     */
    Optional<Lane> admit(Exchange exchange) throws IOException;

    /** Answers an admitted request whose body has been read, in a thread of its lane. */
    void handle(Exchange exchange) throws IOException;
}
