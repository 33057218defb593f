package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.flow.Side;
import io.tandem.record.Presence;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 13. */
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
        "SOURCE_DELETED, DELETED, DELETED, SOURCE_DELETED",
        "TARGET_DELETED, DELETED, DELETED, TARGET_DELETED",
        "LEFT, DELETED, DELETED, SOURCE_DELETED",
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

    @ParameterizedTest(name = "{0} with source {1} and target {2}: the {3} is deleted too")
    @CsvSource(
            nullValues = "-",
            value = {
                "LINKED, DELETED, LIVE, TARGET",
                "LINKED, LIVE, DELETED, SOURCE",
                "LINKED, DELETED, DELETED, -",
                "LINKED, LIVE, LIVE, -",
                "LINKED, DELETED, LEFT, -",
                "LINKED, LEFT, DELETED, -",
                "LINKED, LEFT, LIVE, -",
                "SOURCE_DELETED, DELETED, LIVE, -",
                "TARGET_DELETED, LIVE, DELETED, -",
            })
    void deletesThePartnerOfARecordThatWasJustDeleted(
            LinkState before, Presence source, Presence target, Side survivor) {
        Link link =
                Link.matched("crm-people--shop-contacts", "1", "2", Pair.NOON).withState(before);
        assertThat(Lifecycle.survivor(link, Lifecycle.next(link, source, target), source, target))
                .isEqualTo(Optional.ofNullable(survivor));
    }
}
