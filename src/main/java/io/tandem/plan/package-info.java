/**
 * The dry run (rule 17): the same steps and routes on a throw-away copy of the store, with systems that only pretend to
 * be written.
 *
 * <p>Uses {@code app}. Open {@link io.tandem.plan.PlanRun} first.
 *
 * <p>Not here: how a plan is printed ({@code cli}).
 */
package io.tandem.plan;
