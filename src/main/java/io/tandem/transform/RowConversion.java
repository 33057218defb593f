package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Row;
import java.util.Optional;

/** Whether a row's type, or its table, takes a value at all. Pure. */
public final class RowConversion {

    private RowConversion() {}

    /**
     * @param row without a reference
     * @param source not empty
     * @return why the value can't be carried to the target, by its kind and the wanted type, never the value; empty if it can
     */
    public static Optional<String> refusal(Row row, JsonNode source) {
        return RowLens.lens(row).get(source, unused -> Optional.empty()) instanceof Lens.Result.Refused refused
                ? Optional.of(refused.reason())
                : Optional.empty();
    }
}
