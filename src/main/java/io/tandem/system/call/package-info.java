/**
 * One call: sign-in, budget, the way through the route {@code direct:<system>}, and the judgement of its answer (rules 12,
 * 15). No system is known by name.
 *
 * <p>Uses {@code system.descriptor}. Open {@link io.tandem.system.call.Calls} first.
 *
 * <p>Not here: what is asked for and what an answer's records mean ({@code system.rest}); how a descriptor is read
 * ({@code system.descriptor}).
 */
package io.tandem.system.call;
