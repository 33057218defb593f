/** Configuration as a user interface: settings, YAML with line numbers, and every fault at once. */
package io.tandem.config;
