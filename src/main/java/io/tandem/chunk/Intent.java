package io.tandem.chunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Side;
import io.tandem.record.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Values about to be written to one side of a link, stored before the call. If its answer is lost and they show up
 * later, they are known as ours and not taken for a person's edit (rules 8 and 18).
 *
 * @param id 0 until stored
 */
public record Intent(long id, long linkId, Side side, Instant at, List<Value> values) {

    /**
     * @param rowId of the mapping row
     * @param value in the written side's form
     * @param origin the value on the other side that it was made from
     * @param before what the written side showed
     * @param because the rule in plain words
     */
    public record Value(String rowId, JsonNode value, JsonNode origin, JsonNode before, String because) {
        public Value {
            value = Values.canonical(value);
            origin = Values.canonical(origin);
            before = Values.canonical(before);
        }
    }

    /** What stands there longer after the call than this is somebody's own, although it is the same. */
    public static final Duration LONGEST_CALL = Duration.ofHours(1);

    public Intent {
        values = List.copyOf(values);
    }

    /** The same, stored at another moment. */
    public Intent at(Instant moment) {
        return new Intent(id, linkId, side, moment, values);
    }

    public Intent stored(long storedId) {
        return new Intent(storedId, linkId, side, at, values);
    }
}
