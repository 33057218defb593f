package io.tandem.store;

import java.time.Instant;
import java.util.Set;

/**
 * A feed as it stands.
 *
 * @param watermark where the next increment begins; null before the first full pass
 * @param sequence the last sequence number that was given
 * @param updated when its last complete update began
 * @param passWanted whether the next update is to be a full pass
 * @param passesAsked how often one was asked for so far
 */
public record FeedState(
        int id,
        Set<String> properties,
        String watermark,
        boolean complete,
        long sequence,
        Instant updated,
        boolean passWanted,
        long passesAsked) {}
