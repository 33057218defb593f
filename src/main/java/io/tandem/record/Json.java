package io.tandem.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** The one JSON mapper: exact numbers (no double ever), plain notation. */
public final class Json {

    public static final JsonMapper MAPPER = configure(JsonMapper.builder());

    /** A value that is no JSON, e.g. because it is nested too deep. */
    public static final class NotWritable extends IllegalStateException {
        NotWritable(Object value, IOException cause) {
            super("not writable as JSON: " + value.getClass(), cause);
        }
    }

    private Json() {}

    /** The same rules for a mapper that reads or writes in another way. */
    public static JsonMapper configure(JsonMapper.Builder mapper) {
        return mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    /** @throws NotWritable if the value can't be JSON */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new NotWritable(value, e);
        }
    }
}
