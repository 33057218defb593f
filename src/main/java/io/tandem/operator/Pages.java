package io.tandem.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.RecordKey;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows rows of keys with the pages of these records in their systems' own user interfaces, for the console. */
public final class Pages {

    private final BiFunction<EntityKey, String, Optional<String>> address;

    public Pages(BiFunction<EntityKey, String, Optional<String>> address) {
        this.address = address;
    }

    /** As JSON; each row also has {@code pages}, the addresses of those of its keys that have one: http and https only. */
    public <T> String json(Collection<T> rows, Function<T, Stream<String>> keys) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        rows.forEach(row -> {
            ObjectNode shown = Json.MAPPER.valueToTree(row);
            ObjectNode pages = shown.putObject("pages");
            keys.apply(row).filter(key -> !key.isEmpty()).forEach(key -> page(RecordKey.parse(key))
                    .ifPresent(page -> pages.put(key, page)));
            all.add(shown);
        });
        return Json.text(all);
    }

    private Optional<String> page(RecordKey key) {
        return address.apply(key.entity(), key.id()).filter(page -> page.matches("https?://[^\\s\\p{Cntrl}]+"));
    }
}
