package io.tandem.kit;

import io.tandem.store.ListedParked;
import io.tandem.store.Parked;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What the store has parked of some flows, in order. */
public final class StoredParked {

    private StoredParked() {}

    public static List<Parked> of(Handle handle, String... flows) {
        List<Parked> found = new ArrayList<>();
        ListedParked.each(handle, List.of(flows), found::add);
        return found;
    }
}
