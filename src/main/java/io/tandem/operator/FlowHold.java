package io.tandem.operator;

import io.tandem.config.ConfigurationFault;
import io.tandem.flow.RoundStopped;
import io.tandem.store.Leases;

/** A flow that no round works on, as long as a person's decision takes. */
final class FlowHold {

    private FlowHold() {}

    /** @throws ConfigurationFault if a round works on it for longer than wait.decision, or the process ends */
    static Leases.Lease take(Leases leases, String flow) {
        try {
            return leases.take("flow " + flow, leases.waits().decision());
        } catch (RoundStopped atWork) {
            throw new ConfigurationFault(flow + " is at work, and was not free in time; nothing was changed."
                    + " Try again, or pause it first: tandem pause " + flow);
        }
    }
}
