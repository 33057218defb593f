package io.tandem.flows;

import io.tandem.sim.PassingOn;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** A system whose writes take so long that something else happens before they are answered. */
final class InBetween extends PassingOn {

    private static final WriteResult REFUSED =
            new WriteResult.Refused(new Refusal(Refusal.Kind.INVALID, "not like this", null));

    private final Deque<Runnable> happening = new ArrayDeque<>();
    private boolean refusing;

    InBetween(EntityClient inner) {
        super(inner);
    }

    /** Happens during the next write, once. */
    void happens(Runnable something) {
        happening.add(something);
    }

    /** From now on writes are refused, or not any more. */
    void refuse(boolean all) {
        refusing = all;
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        List<WriteResult> results = refusing
                ? writes.stream().<WriteResult>map(write -> REFUSED).toList()
                : inner.write(writes, properties);
        Runnable something = happening.poll();
        if (something != null) {
            something.run();
        }
        return results;
    }
}
