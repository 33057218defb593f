package io.tandem.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.Keys;
import io.tandem.flow.FlowKeys;
import io.tandem.system.descriptor.DescriptorKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The JSON Schemas of config/schema, drawn from the keys that the code reads by, for editors. */
final class ConfigurationSchemas {

    static final Path FOLDER = Path.of("config/schema");

    /** By file name. */
    static final Map<String, Keys> ALL = new TreeMap<>(
            Map.of("flow.json", FlowKeys.FILE, "sandbox-flow.json", FlowKeys.DEMO, "system.json", DescriptorKeys.FILE));

    private ConfigurationSchemas() {}

    /** What a schema's file holds. */
    static String text(Keys keys) {
        ObjectNode schema = new ObjectMapper()
                .createObjectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", keys.place());
        schema.put(
                "$comment",
                "Written by ConfigurationSchemasTest from the keys that the code reads by; not to be edited.");
        schema.setAll(keys.schema());
        return schema.toPrettyString().replace("\r\n", "\n") + "\n";
    }
}
