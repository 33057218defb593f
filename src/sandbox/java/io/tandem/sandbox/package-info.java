/**
 * Simulators of the four systems on loopback: their calls, pages, errors and oddities, with demo data. Shares no code
 * with the packages that sync, so that a mistake in one doesn't hide in the other.
 *
 * <p>Uses no other package. Open {@link io.tandem.sandbox.Sandbox} first; each system is a {@code *Sim}.
 *
 * <p>Not here: when it is started ({@code app.SandboxRun}).
 */
package io.tandem.sandbox;
