package io.tandem.upsert;

import io.tandem.sim.PassingOn;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A system that answers some writes as a test says, and the rest as it is. */
final class Answering extends PassingOn {

    final List<Write> asked = new ArrayList<>();
    Function<Write, WriteResult> said = write -> null;

    Answering(EntityClient inner) {
        super(inner);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Set<String> properties) {
        asked.addAll(writes);
        List<WriteResult> results = new ArrayList<>();
        for (Write write : writes) {
            WriteResult result = said.apply(write);
            results.add(result == null ? inner.write(List.of(write), properties).get(0) : result);
        }
        return results;
    }

    void refuse(Refusal.Kind kind, String existing) {
        said = write -> new WriteResult.Refused(new Refusal(kind, "said so", existing));
    }

    void normal() {
        said = write -> null;
    }
}
