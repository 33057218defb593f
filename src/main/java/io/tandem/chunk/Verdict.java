package io.tandem.chunk;

import java.util.Optional;

/** What {@code match} found out about one record (rules 2 and 3). Immutable. */
public sealed interface Verdict {

    /** It has a link already, in whatever state. */
    record Linked(Link pair) implements Verdict {}

    /**
     * Exactly one record matches.
     *
     * @param pair their new link, which is not stored yet
     */
    record Matched(Link pair) implements Verdict {}

    /** It has no partner, and gets a new one. */
    record Create() implements Verdict {}

    /** It has no partner yet; a change on either side may bring one. */
    record Waiting(String because) implements Verdict {}

    /** Several records match: an operator has to decide. */
    record Ambiguous() implements Verdict {}

    /** It takes no part. */
    record Skipped(String reason) implements Verdict {}

    /** Its link, stored or new. */
    default Optional<Link> link() {
        return this instanceof Matched matched ? Optional.of(matched.pair()) : stored();
    }

    /** Its link as it stands in the store; empty if it is not there yet. */
    default Optional<Link> stored() {
        return this instanceof Linked linked ? Optional.of(linked.pair()) : Optional.empty();
    }

    /** Why the later steps pass the record by; empty if they don't. */
    default Optional<String> left() {
        if (this instanceof Waiting waiting) {
            return Optional.of(waiting.because());
        }
        if (this instanceof Skipped skipped) {
            return Optional.of(skipped.reason());
        }
        return this instanceof Ambiguous ? Optional.of("ambiguous: several records match") : Optional.empty();
    }
}
