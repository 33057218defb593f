package io.tandem.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntityKeyTest {

    @Test
    void standsWhereItsWrittenFormStands() {
        List<String> names = List.of("a", "a-b", "a.b", "a0", "ab", "b", "B", "a_", "é", "a b");
        List<EntityKey> keys = names.stream()
                .flatMap(system -> names.stream().map(entity -> new EntityKey(system, entity)))
                .toList();

        assertThat(keys.stream().sorted().map(EntityKey::toString))
                .containsExactlyElementsOf(
                        keys.stream().map(EntityKey::toString).sorted().toList());
    }
}
