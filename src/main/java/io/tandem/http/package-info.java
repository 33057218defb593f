/**
 * A small HTTP server whose every connection, request and answer has a bound. The console and the command server are its
 * two sites. It knows nothing of Tandem; open {@link io.tandem.http.HttpPort} first.
 */
package io.tandem.http;
