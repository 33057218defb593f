/**
 * A small HTTP server whose every connection, request and answer has a bound. The console and the command server are its
 * two sites.
 *
 * <p>Uses nothing of ours. Open {@link io.tandem.http.HttpPort} first.
 *
 * <p>Not here: calls to systems, which go through Camel ({@code system.call}).
 */
package io.tandem.http;
