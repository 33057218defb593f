package io.tandem.http;

import java.time.Duration;

/**
 * The bounds of a port.
 *
 * @param connections open at the same time
 * @param bodyBytes of one request
 * @param request from a connection's opening until the head of its first request is here; and the same again for each body
 * @param idle from an answer until the head of the next request is here
 * @param handling of one request, until its answer starts
 * @param answer from the start of an answer until the other end has taken all of it
 */
public record Limits(
        int connections, int bodyBytes, Duration request, Duration idle, Duration handling, Duration answer) {}
