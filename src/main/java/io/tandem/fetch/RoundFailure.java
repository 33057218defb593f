package io.tandem.fetch;

import io.tandem.flow.RoundStopped;
import io.tandem.record.Causes;
import io.tandem.store.StoreUnavailable;
import io.tandem.system.SystemException;
import java.util.Optional;

/** Why a flow's round did not finish. A failure has the first of these kinds that any of its causes has. */
public sealed interface RoundFailure {

    /** In words without values. */
    String inWords();

    /** Whether many records failed in a row, and the next round tries others first. */
    default boolean isOfRecords() {
        return this instanceof OfSystem of && of.failure() instanceof SystemException.RecordsFailed;
    }

    /** A system can't be reached, or refuses: its flows stop for this round. */
    record OfSystem(SystemException failure) implements RoundFailure {
        @Override
        public String inWords() {
            return failure.getMessage();
        }
    }

    /** No failure: the guard, another process, other files, or the end of the process. */
    record Stop(RoundStopped stop) implements RoundFailure {
        @Override
        public String inWords() {
            return stop.getMessage();
        }
    }

    /**
     * The store can't be used.
     *
     * @param inWords also what to do about it
     */
    record OfStore(String inWords) implements RoundFailure {}

    /** A fault of ours. Its message may hold values, so only the log shows it. */
    record OurFault(Throwable cause) implements RoundFailure {
        @Override
        public String inWords() {
            return JavaFailed.inWords(cause).orElseGet(() -> cause.getClass().getSimpleName() + ", see the log");
        }
    }

    static RoundFailure of(Throwable cause) {
        Optional<SystemException> ofSystem = Causes.find(cause, SystemException.class);
        if (ofSystem.isPresent()) {
            return new OfSystem(ofSystem.get());
        }
        Optional<RoundStopped> stop = Causes.find(cause, RoundStopped.class);
        if (stop.isPresent()) {
            return new Stop(stop.get());
        }
        if (Causes.find(cause, InterruptedException.class).isPresent()) {
            return new Stop(new RoundStopped.Ending("interrupted; a later round goes on"));
        }
        return StoreUnavailable.sentence(cause).<RoundFailure>map(OfStore::new).orElseGet(() -> new OurFault(cause));
    }
}
