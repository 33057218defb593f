package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.WantedReference;

/**
 * Carries one property between two systems (rule 6). Values handed in are canonical and not empty; emptiness is carried
 * by the merge itself.
 *
 * <p>Laws: {@code put(get(s), s) = s}, and {@code get(put(t, s)) = t} or a refusal.
 */
interface Lens {

    /** What a conversion comes to. */
    sealed interface Result {

        record Converted(JsonNode value) implements Result {}

        /** A reference that nothing resolves yet. */
        record Unresolved(WantedReference wanted) implements Result {}

        /** @param reason kind of value and wanted type; never the value */
        record Refused(String reason) implements Result {}
    }

    /** Forward: the target's value for a source value. */
    Result get(JsonNode source, ReferenceTable references);

    /**
     * Backward: the source's value for a target value.
     *
     * @param source the present source value; what the target can't express is kept from it; may be empty
     */
    Result put(JsonNode target, JsonNode source, ReferenceTable references);

    /** Whether two values of the target's are the same as the type sees it. */
    boolean same(JsonNode one, JsonNode other);
}
