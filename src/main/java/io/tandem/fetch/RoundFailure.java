package io.tandem.fetch;

import io.tandem.flow.RoundStopped;
import io.tandem.record.Causes;
import io.tandem.store.StoreUnavailable;
import io.tandem.system.SystemException;
import java.util.Optional;

/** Why a flow's round did not finish. A failure has the first of these kinds that any of its causes has. */
public sealed interface RoundFailure {

    /** A system can't be reached, or refuses: its flows stop for this round. */
    record OfSystem(SystemException failure) implements RoundFailure {}

    /** No fault: the guard, another process, other files, or the end of the process. */
    record Stop(RoundStopped stop) implements RoundFailure {}

    /** The store can't be used. @param sentence what to do about it */
    record OfStore(String sentence) implements RoundFailure {}

    /** Nothing that we know: its message may hold values, so only the log shows it. */
    record OurFault(Throwable cause) implements RoundFailure {}

    static RoundFailure of(Throwable cause) {
        Optional<SystemException> ofSystem = Causes.find(cause, SystemException.class);
        if (ofSystem.isPresent()) {
            return new OfSystem(ofSystem.get());
        }
        Optional<RoundStopped> stop = Causes.find(cause, RoundStopped.class);
        if (stop.isPresent()) {
            return new Stop(stop.get());
        }
        return StoreUnavailable.sentence(cause).<RoundFailure>map(OfStore::new).orElseGet(() -> new OurFault(cause));
    }

    /** In words without values. */
    default String inWords() {
        if (this instanceof OfSystem of) {
            return of.failure().getMessage();
        }
        if (this instanceof Stop of) {
            return of.stop().getMessage();
        }
        return this instanceof OfStore of
                ? of.sentence()
                : ((OurFault) this).cause().getClass().getSimpleName() + ", see the log";
    }
}
