package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.Values;
import io.tandem.system.Access;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rule 8 in small: whatever the state, once a merge is carried out the next one writes nothing. */
class ConvergenceTest {

    /** One edit before a merge; null leaves a side alone. */
    record Edit(String source, String target, int sourceSecond, int targetSecond, Side decision) {}

    /** Which sides can be written and cleared. */
    public record Sides(Access source, Access target, boolean clearable, boolean email, Side locked) {}

    @Property(tries = 3000)
    void theSecondMergeWritesNothing(
            @ForAll("rows") Row row, @ForAll("sides") Sides sides, @ForAll("edits") List<Edit> edits) {
        Pair pair = new Pair(row)
                .property(Side.SOURCE, row.source(), sides.source(), sides.email(), sides.clearable())
                .property(Side.TARGET, row.target(), sides.target(), sides.email(), sides.clearable());
        if (sides.locked() != null) {
            pair.locked(sides.locked());
        }
        for (Edit edit : edits) {
            apply(edit, row, pair);
            pair.carriedOut();
            assertThat(pair.outcome()).isNotInstanceOf(RowOutcome.WriteTo.class);
            assertThat(pair.carriedOut().outcome()).isNotInstanceOf(RowOutcome.Agreed.class);
        }
    }

    @Property(tries = 2000)
    void freeSidesAgreeInTheEnd_whateverWasEdited(@ForAll("edits") List<Edit> edits) {
        Row row = Rows.row("name", "title", ValueType.DECIMAL);
        Pair pair = new Pair(row);
        for (Edit edit : edits) {
            apply(edit, row, pair);
            pair.carriedOut();
        }
        Assume.that(!(pair.outcome() instanceof RowOutcome.Failed));
        assertThat(amount(pair.record(Side.SOURCE).values().get("name")))
                .isEqualTo(amount(pair.record(Side.TARGET).values().get("title")));
    }

    /** What a value amounts to as a decimal; null if it is empty. */
    private static BigDecimal amount(JsonNode value) {
        return Values.isEmpty(value) ? null : new BigDecimal(value.asText().strip()).stripTrailingZeros();
    }

    private static void apply(Edit edit, Row row, Pair pair) {
        if (edit.source() != null) {
            pair.source(edit.source()).changedAt(Side.SOURCE, row.source(), Pair.NOON.plusSeconds(edit.sourceSecond()));
        }
        if (edit.target() != null) {
            pair.target(edit.target()).changedAt(Side.TARGET, row.target(), Pair.NOON.plusSeconds(edit.targetSecond()));
        }
        if (edit.decision() != null) {
            pair.decided(edit.decision());
        }
    }

    @Provide
    Arbitrary<Row> rows() {
        return Combinators.combine(
                        Arbitraries.of(ValueType.class),
                        Arbitraries.of(Direction.class),
                        Arbitraries.of(ConflictPolicy.class),
                        Arbitraries.of(FirstMergePolicy.class),
                        Arbitraries.of(true, false))
                .as((type, direction, conflict, first, table) -> Rows.with(
                        Rows.going(
                                table
                                        ? Rows.table("1", "true", "a", "true", "b", "false")
                                        : Rows.row("name", "title", type),
                                direction),
                        conflict,
                        first));
    }

    @Provide
    Arbitrary<Sides> sides() {
        Arbitrary<Access> access =
                Arbitraries.of(Access.WRITABLE, Access.WRITABLE, Access.READ_ONLY, Access.WRITE_ONCE);
        return Combinators.combine(
                        access,
                        access,
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Side.class).injectNull(0.7))
                .as(Sides::new);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> value = Arbitraries.of(
                        "null",
                        "''",
                        "'a'",
                        "' A '",
                        "'b'",
                        "1",
                        "'1'",
                        "1.50",
                        "'1.5'",
                        "true",
                        "false",
                        "'true'",
                        "['a']",
                        "['a','b']",
                        "'2026-03-01'",
                        "'2026-03-01T10:00:00+01:00'",
                        "'2026-03-01T09:00:00Z'",
                        "9223372036854775808",
                        "'日本'")
                .injectNull(0.3);
        Arbitrary<Integer> second = Arbitraries.integers().between(0, 5);
        return Combinators.combine(
                        value, value, second, second, Arbitraries.of(Side.class).injectNull(0.8))
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }
}
