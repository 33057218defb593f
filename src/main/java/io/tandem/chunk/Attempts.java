package io.tandem.chunk;

import java.util.ArrayList;
import java.util.List;

/** What is known of the writes of one record's pair that may not have been answered. */
public final class Attempts {

    private final List<Intent> open = new ArrayList<>();
    private final List<Intent> tookEffect = new ArrayList<>();
    private final List<Intent> inDoubt = new ArrayList<>();
    private final List<Intent> over = new ArrayList<>();

    Attempts() {}

    /** Earlier writes whose answers were lost, and those under way. */
    public List<Intent> open() {
        return open;
    }

    public void add(List<Intent> some) {
        open.addAll(some);
    }

    /** What became of writes whose answers were lost. */
    public void found(List<Intent> done, List<Intent> unknown) {
        tookEffect.addAll(done);
        inDoubt.addAll(unknown);
        over(done);
        over(unknown);
    }

    /** These were answered, or their answers don't matter any more. */
    public void over(List<Intent> some) {
        over.addAll(some);
        open.removeAll(some);
    }

    public List<Intent> tookEffect() {
        return tookEffect;
    }

    public List<Intent> inDoubt() {
        return inDoubt;
    }

    public List<Intent> over() {
        return over;
    }
}
