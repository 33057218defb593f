package io.tandem.transform;

import io.tandem.chunk.Chunk;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Link;
import io.tandem.chunk.Resolution;
import io.tandem.chunk.Snapshot;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Side;
import io.tandem.store.Intents;
import io.tandem.store.Resolutions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * What the store knows around the pairs of a chunk. Immutable.
 *
 * @param partners snapshots of the other side, by record id
 * @param decisions an operator's answers to open conflicts, by link and row
 * @param intents writes whose answers were lost, by link
 */
record StoredPairs(
        Side partnersSide,
        Map<String, Snapshot> partners,
        Map<Long, Map<String, Resolution>> decisions,
        Map<Long, List<Intent>> intents) {

    static StoredPairs of(Jdbi jdbi, Feeds feeds, Chunk chunk) {
        Side other = chunk.from().other();
        List<Link> links =
                chunk.linked().stream().map(item -> item.link().orElseThrow()).toList();
        List<String> partners = links.stream()
                .map(link -> link.recordId(other))
                .filter(Objects::nonNull)
                .toList();
        List<Long> ids = links.stream().map(Link::id).toList();
        return new StoredPairs(
                other,
                feeds.snapshots(chunk.flow().entity(other), partners),
                jdbi.withHandle(h -> Resolutions.of(h, ids)),
                jdbi.withHandle(h -> Intents.of(h, ids)));
    }

    Optional<Snapshot> partner(Link link) {
        return Optional.ofNullable(partners.get(link.recordId(partnersSide)));
    }

    Map<String, Resolution> decisions(Link link) {
        return decisions.getOrDefault(link.id(), Map.of());
    }

    List<Intent> intents(Link link) {
        return intents.getOrDefault(link.id(), List.of());
    }
}
