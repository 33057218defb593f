package io.tandem.system.rest;

import io.tandem.record.SyncRecord;
import io.tandem.system.EntityClient;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Direct reads, for tests that are about what was found. */
public final class Direct {

    private Direct() {}

    public static List<SyncRecord> reads(EntityClient client, Collection<String> ids, Set<String> properties) {
        return List.copyOf(client.readByIds(ids, properties).found().values());
    }
}
