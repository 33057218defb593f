package io.tandem.chunk;

import io.tandem.flow.Side;
import java.time.Instant;

/**
 * Two records of a flow that are the same thing.
 *
 * @param id 0 until stored
 * @param sourceId and {@code targetId}: of a link that is {@link LinkState#CREATING}, the one that is being made is null
 * @param attempted when the create was last tried, or the link was imported; {@link Instant#EPOCH} if neither
 * @param idempotencyKey of the create; null for a link that was matched
 * @param created whether Tandem created one of the two
 * @param version grows with each save, which checks it
 */
public record Link(
        long id,
        String flow,
        String sourceId,
        String targetId,
        LinkState state,
        Instant since,
        Instant attempted,
        String idempotencyKey,
        boolean created,
        Baseline baseline,
        long version) {

    public static Link matched(String flow, String sourceId, String targetId, Instant since) {
        return new Link(
                0, flow, sourceId, targetId, LinkState.LINKED, since, Instant.EPOCH, null, false, Baseline.empty(), 0);
    }

    /** Made elsewhere; its records may not have been seen yet. */
    public static Link imported(String flow, String sourceId, String targetId, Instant now) {
        return matched(flow, sourceId, targetId, now).attemptedAt(now);
    }

    /** Whether it was imported and its pair hasn't been merged yet. */
    public boolean unmerged() {
        return !created && version == 0 && attempted.isAfter(Instant.EPOCH);
    }

    /** @param of the side whose record gets a partner */
    public static Link creating(String flow, Side of, String id, String idempotencyKey, Instant now) {
        String source = of == Side.SOURCE ? id : null;
        String target = of == Side.TARGET ? id : null;
        return new Link(
                0, flow, source, target, LinkState.CREATING, now, now, idempotencyKey, true, Baseline.empty(), 0);
    }

    public String recordId(Side side) {
        return side == Side.SOURCE ? sourceId : targetId;
    }

    public Link withState(LinkState next) {
        return new Link(
                id, flow, sourceId, targetId, next, since, attempted, idempotencyKey, created, baseline, version);
    }

    public Link with(Side side, String recordId, LinkState next) {
        String source = side == Side.SOURCE ? recordId : sourceId;
        String target = side == Side.TARGET ? recordId : targetId;
        return new Link(id, flow, source, target, next, since, attempted, idempotencyKey, created, baseline, version);
    }

    /** Whether it has a row of its own in the store; a create that was started has none while its chunk is on its way. */
    public boolean hasRow() {
        return id != 0;
    }

    /** Whether it holds two records. */
    public boolean complete() {
        return sourceId != null && targetId != null;
    }

    public Link withBaseline(Baseline next) {
        return new Link(id, flow, sourceId, targetId, state, since, attempted, idempotencyKey, created, next, version);
    }

    public Link attemptedAt(Instant now) {
        return new Link(id, flow, sourceId, targetId, state, since, now, idempotencyKey, created, baseline, version);
    }

    public Link stored(long storedId, long storedVersion) {
        return new Link(
                storedId,
                flow,
                sourceId,
                targetId,
                state,
                since,
                attempted,
                idempotencyKey,
                created,
                baseline,
                storedVersion);
    }
}
