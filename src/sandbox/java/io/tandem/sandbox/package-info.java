/**
 * Simulators of the four systems on loopback: their calls, pages, errors and oddities, with demo data. Shares no code
 * with the packages that sync, so that a mistake in one doesn't hide in the other.
 */
package io.tandem.sandbox;
