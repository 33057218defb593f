/**
 * How a system's API speaks: descriptors read from {@code config/systems}, and calls through the route
 * {@code direct:<system>}. The code here knows no system by name.
 */
package io.tandem.system;
