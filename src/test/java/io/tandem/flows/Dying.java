package io.tandem.flows;

import io.tandem.sim.PassingOn;
import io.tandem.system.EntityClient;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.List;
import java.util.Set;

/** A process that dies when it writes. */
final class Dying extends PassingOn {

    private final boolean written;

    /** @param written whether the write takes effect first */
    Dying(EntityClient inner, boolean written) {
        super(inner);
        this.written = written;
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        if (written) {
            inner.write(writes, properties);
        }
        throw new IllegalStateException("nothing came to pass any more");
    }
}
