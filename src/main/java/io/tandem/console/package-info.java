/** The console: Hawtio and its read-only view of the routes, served by the running application itself. */
package io.tandem.console;
