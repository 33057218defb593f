package io.tandem.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Side;
import io.tandem.match.Matching.Partner;
import io.tandem.store.Links.Pair;
import io.tandem.store.MatchKeys.Candidate;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Rule 2: never a guess. */
class MatchingTest {

    private static Candidate source(int alternative, String key, String id) {
        return new Candidate(Side.SOURCE, alternative, key, id);
    }

    private static Candidate target(int alternative, String key, String id) {
        return new Candidate(Side.TARGET, alternative, key, id);
    }

    private static Partner of(String source, Candidate... candidates) {
        return new Matching(List.of(candidates), Set.of()).of(Side.SOURCE, source);
    }

    @Test
    void matchesOneWithOne_fromEitherSide() {
        Matching matching = new Matching(List.of(source(0, "a", "1"), target(0, "a", "9")), Set.of());

        assertThat(matching.of(Side.SOURCE, "1")).isEqualTo(new Partner.One("9"));
        assertThat(matching.of(Side.TARGET, "9")).isEqualTo(new Partner.One("1"));
    }

    @Test
    void waits_whenNobodyHasTheKey() {
        assertThat(of("1", source(0, "a", "1"), target(0, "b", "9"))).isEqualTo(new Partner.None());
        assertThat(of("1")).isEqualTo(new Partner.None());
    }

    @Test
    void isAmbiguous_whenTwoTargetsHaveTheKey() {
        assertThat(of("1", source(0, "a", "1"), target(0, "a", "8"), target(0, "a", "9")))
                .isEqualTo(new Partner.Several());
    }

    @Test
    void isAmbiguous_whenARivalHasTheSameKey() {
        assertThat(of("1", source(0, "a", "1"), source(0, "a", "2"), target(0, "a", "9")))
                .isEqualTo(new Partner.Several());
    }

    @Test
    void triesTheNextAlternative_onlyWhenTheFirstFindsNobody() {
        assertThat(of("1", source(0, "x", "1"), source(1, "a", "1"), target(1, "a", "9")))
                .isEqualTo(new Partner.One("9"));
        assertThat(of(
                        "1",
                        source(0, "x", "1"),
                        source(1, "a", "1"),
                        target(0, "x", "7"),
                        target(0, "x", "8"),
                        target(1, "a", "9")))
                .isEqualTo(new Partner.Several());
    }

    @Test
    void takesNoPartnerAway_thatAnEarlierAlternativeTiesToAnother() {
        assertThat(of("1", source(1, "a", "1"), target(1, "a", "9"), source(0, "x", "2"), target(0, "x", "9")))
                .isEqualTo(new Partner.Several());
    }

    @Test
    void leavesAnUnlinkedPairApart_butEachMayMatchAnother() {
        List<Candidate> candidates = List.of(source(0, "a", "1"), source(0, "a", "2"), target(0, "a", "9"));
        Matching matching = new Matching(candidates, Set.of(new Pair("1", "9")));

        assertThat(matching.of(Side.SOURCE, "1")).isEqualTo(new Partner.None());
        assertThat(matching.of(Side.SOURCE, "2")).isEqualTo(new Partner.One("9"));
        assertThat(matching.of(Side.TARGET, "9")).isEqualTo(new Partner.One("2"));
    }

    @Test
    void matches_whenTheRivalIsLinkedMeanwhile() {
        Matching matching = new Matching(
                List.of(source(0, "a", "1"), source(0, "a", "2"), target(0, "a", "9"), target(0, "a", "8")), Set.of());
        matching.linked(Side.SOURCE, "2", "8");

        assertThat(matching.of(Side.SOURCE, "1")).isEqualTo(new Partner.One("9"));
        assertThat(matching.of(Side.SOURCE, "2")).isEqualTo(new Partner.None());
    }

    @Provide
    Arbitrary<Candidate> candidates() {
        return Combinators.combine(
                        Arbitraries.of(Side.class),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of("1", "2", "3", "4"))
                .as(Candidate::new);
    }

    @Property
    void neverMatchesARecordThatHasSeveralCandidates_andBothAgree(
            @ForAll("candidateLists") List<Candidate> candidates) {
        Matching matching = new Matching(candidates, Set.of());
        List<Candidate> matched = candidates.stream()
                .filter(c -> matching.of(c.side(), c.recordId()) instanceof Partner.One)
                .toList();
        assertThat(matched).allSatisfy(c -> {
            String partner = ((Partner.One) matching.of(c.side(), c.recordId())).id();
            assertThat(matching.of(c.side().other(), partner)).isEqualTo(new Partner.One(c.recordId()));
            assertThat(shared(candidates, c.side(), c.recordId())).contains(partner);
            assertThat(decisive(candidates, c.side(), c.recordId())).hasSize(1);
        });
    }

    @Provide
    Arbitrary<List<Candidate>> candidateLists() {
        return candidates()
                .list()
                .uniqueElements(c -> c.side() + " " + c.alternative() + " " + c.recordId())
                .ofMaxSize(12);
    }

    private static Set<String> shared(List<Candidate> all, Side side, String id) {
        Set<String> found = new java.util.HashSet<>(partners(all, side, id, 0));
        found.addAll(partners(all, side, id, 1));
        return found;
    }

    private static Set<String> decisive(List<Candidate> all, Side side, String id) {
        Set<String> first = partners(all, side, id, 0);
        return first.isEmpty() ? partners(all, side, id, 1) : first;
    }

    private static Set<String> partners(List<Candidate> all, Side side, String id, int alternative) {
        Set<String> found = new java.util.HashSet<>();
        for (Candidate mine : all) {
            if (mine.side() == side && mine.recordId().equals(id) && mine.alternative() == alternative) {
                all.stream()
                        .filter(o -> o.side() != side
                                && o.alternative() == alternative
                                && o.key().equals(mine.key()))
                        .forEach(o -> found.add(o.recordId()));
            }
        }
        return found;
    }

    /** Thousands may share a key, and each of them asks. */
    @Test
    void makesNoListOfAllCandidates_forEachWhoAsks() {
        long half = allocated(1_000);
        long whole = allocated(2_000);

        assertThat(whole).isLessThan(3 * half);
    }

    private static long allocated(int records) {
        Matching matching = new Matching(
                IntStream.range(0, records)
                        .boxed()
                        .flatMap(i -> Stream.of(source(0, "a", "s" + i), target(0, "a", "t" + i)))
                        .toList(),
                Set.of());
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < records; i++) {
            assertThat(matching.of(Side.SOURCE, "s" + i)).isEqualTo(new Partner.Several());
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
