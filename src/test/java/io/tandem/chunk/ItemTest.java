package io.tandem.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.flow.Side;
import io.tandem.kit.ItemBuilder;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a step of the site's own may do with an item (the exchange contract): read it, and leave it out. */
class ItemTest {

    private static final SyncRecord RECORD = new SyncRecord(
            EntityKey.parse("desk/cases").record("1"), Values.none(), Instant.EPOCH, null, Presence.LIVE);
    private static final Snapshot SNAPSHOT = new Snapshot(RECORD, Map.of(), 1, 1);

    @Test
    void nothingOfItChanges_butThatItIsLeftOut() {
        assertThat(Arrays.stream(Item.class.getDeclaredFields())
                        .filter(field -> !Modifier.isFinal(field.getModifiers()))
                        .map(Field::getName))
                .containsExactly("skipped");
        assertThat(Arrays.stream(Item.class.getMethods())
                        .filter(method ->
                                method.getReturnType() == void.class && method.getDeclaringClass() == Item.class)
                        .map(Method::getName))
                .containsExactly("skip");
    }

    @Test
    void whatItHandsOutCannotBeChanged() {
        Chunk chunk = new Chunk(null, Side.SOURCE, Instant.EPOCH, 0, 1, List.of(item()), List.of());
        Item written = ItemBuilder.of(SNAPSHOT).stored(link()).build();
        for (List<?> list : List.of(
                chunk.items(),
                written.outcomes(),
                written.effects().orElseThrow().troubles(),
                written.effects().orElseThrow().answered())) {
            assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void aStepAnswersAnother_andTheFirstStaysAsItWas() {
        Item item = item();
        Item found = item.with(new Verdict.Create());
        assertThat(item.verdict()).isEmpty();
        assertThat(found.verdict()).contains(new Verdict.Create());
    }

    @Test
    void isLeftOutByTheLaterSteps_onceAStepOfTheSiteSaysSo() {
        Item item = item().with(new Verdict.Create());
        item.skip("a test says so");
        assertThat(item.with(new Decision.Left("refers to nothing", List.of())).skipped())
                .contains("a test says so");
    }

    @Test
    void cannotBeLeftOut_onceItIsWritten() {
        Item written = ItemBuilder.of(SNAPSHOT).stored(link()).build();
        assertThatThrownBy(() -> written.skip("too late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("desk/cases/1")
                .hasMessageContaining("a step that leaves records out stands before it");
        assertThat(written.skipped()).isEmpty();
    }

    @Test
    void goesThroughEachStepOnce() {
        Item found = item().with(new Verdict.Create());
        assertThatThrownBy(() -> found.with(new Verdict.Create()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("match");
    }

    private static Item item() {
        return new Item(Side.SOURCE, SNAPSHOT, true);
    }

    private static Link link() {
        return Link.matched("a-flow", "1", "11", Instant.EPOCH).stored(7, 0);
    }
}
