package io.tandem.kit;

import io.tandem.store.Conflicts;
import io.tandem.store.ListedConflicts;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The conflicts and drift that the store has of a flow. */
public final class StoredConflicts {

    private StoredConflicts() {}

    public static List<Conflicts.Conflict> of(Handle handle, String flow) {
        List<Conflicts.Conflict> found = new ArrayList<>();
        ListedConflicts.each(handle, List.of(flow), each -> found.add(each.conflict()));
        return found;
    }
}
