package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.record.Presence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 13 with {@code deletes: keep}. */
class LifecycleTest {

    @ParameterizedTest(name = "{0} with source {1} and target {2} becomes {3}")
    @CsvSource({
        "LINKED, LIVE, LIVE, LINKED",
        "LINKED, DELETED, LIVE, SOURCE_DELETED",
        "LINKED, LIVE, DELETED, TARGET_DELETED",
        "LINKED, DELETED, DELETED, SOURCE_DELETED",
        "LINKED, LIVE, LEFT, LEFT",
        "LINKED, LEFT, LIVE, LEFT",
        "LINKED, LEFT, DELETED, TARGET_DELETED",
        "SOURCE_DELETED, LIVE, LIVE, LINKED",
        "TARGET_DELETED, LIVE, LIVE, LINKED",
        "LEFT, LIVE, LIVE, LINKED",
        "UNLINKED, LIVE, LIVE, UNLINKED",
        "UNLINKED, DELETED, LIVE, UNLINKED",
        "CREATING, DELETED, LIVE, CREATING",
    })
    void followsThePresenceOfBothRecords(LinkState before, Presence source, Presence target, LinkState after) {
        Link link =
                Link.matched("crm-people--shop-contacts", "1", "2", Pair.NOON).withState(before);
        assertThat(Lifecycle.next(link, source, target)).isEqualTo(after);
    }
}
