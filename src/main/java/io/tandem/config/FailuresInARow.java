package io.tandem.config;

import java.util.function.Consumer;

/**
 * Does work that comes again and again, whatever becomes of it, an {@link Error} too: who drops work that throws drops it
 * silently, and for ever. Used by one thread at a time.
 */
public final class FailuresInARow {

    private final Consumer<Throwable> say;
    private String last = "";

    /** @param say gets each kind of failure once in a row */
    public FailuresInARow(Consumer<Throwable> say) {
        this.say = say;
    }

    public void survive(Runnable work) {
        try {
            work.run();
            last = "";
        } catch (Throwable e) {
            String kind = e.getClass().getName();
            if (!last.equals(kind)) {
                say.accept(e);
            }
            last = kind;
        }
    }
}
