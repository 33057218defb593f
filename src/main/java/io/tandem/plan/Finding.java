package io.tandem.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;

/** One thing that a sync would do, or leave; its components are the interface's words. */
public sealed interface Finding {

    Kind kind();

    /** In the order in which the interface lists them. */
    enum Kind {
        CREATES,
        LINKS,
        CHANGES,
        SKIPS
    }

    /**
     * A new record.
     *
     * @param target its entity
     * @param values those that it gets, for the table; the interface has no place for them
     */
    record Create(String target, String because, JsonNode values) implements Finding {
        @Override
        public Kind kind() {
            return Kind.CREATES;
        }
    }

    /** Two records that exist and become a pair. */
    record Link(String source, String target) implements Finding {
        @Override
        public Kind kind() {
            return Kind.LINKS;
        }
    }

    /**
     * One value that is written.
     *
     * @param property "" where the whole record is deleted
     * @param before JSON null if it is empty
     */
    @JsonPropertyOrder({"record", "property", "old", "new", "because"})
    record Change(
            String record,
            String property,
            @JsonProperty("old") JsonNode before,
            @JsonProperty("new") JsonNode after,
            String because)
            implements Finding {
        @Override
        public Kind kind() {
            return Kind.CHANGES;
        }
    }

    /** A record, or a property of it, that is left as it is. */
    record Skip(String record, String because) implements Finding {
        @Override
        public Kind kind() {
            return Kind.SKIPS;
        }
    }
}
