package io.tandem.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.Reference;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Values;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A value of each type of row, to the target and, edited there, back to the source. */
@State(Scope.Thread)
public class LensBenchmark {

    private static final ReferenceTable SEVEN = wanted -> Optional.of("7");

    @Param({"STRING", "INTEGER", "DECIMAL", "BOOLEAN", "DATE", "DATETIME", "LIST", "NONE", "TABLE", "REFERENCE"})
    public String type;

    private Lens lens;
    private JsonNode source;
    private JsonNode target;

    @Setup
    public void choose() throws JsonProcessingException {
        lens = switch (type) {
            case "TABLE" ->
                new TableLens(
                        Map.of("open", TextNode.valueOf("active"), "solved", TextNode.valueOf("done")),
                        ValueType.STRING);
            case "REFERENCE" ->
                new ReferenceLens(
                        new Reference(EntityKey.parse("crm/organizations"), EntityKey.parse("erp/customers")),
                        ValueType.INTEGER);
            default -> new Conversion(ValueType.valueOf(type));
        };
        source = json(
                switch (type) {
                    case "INTEGER", "REFERENCE" -> "41";
                    case "DECIMAL" -> "'1234.50'";
                    case "BOOLEAN" -> "true";
                    case "DATE" -> "'2026-03-01'";
                    case "DATETIME" -> "'2026-03-01T12:00:00+01:00'";
                    case "LIST" -> "['printer','enterprise']";
                    case "TABLE" -> "'open'";
                    default -> "'The printer on floor 3 is out of paper'";
                });
        target = json(
                switch (type) {
                    case "INTEGER", "REFERENCE" -> "42";
                    case "DECIMAL" -> "1234.75";
                    case "BOOLEAN" -> "false";
                    case "DATE" -> "'2026-03-02'";
                    case "DATETIME" -> "'2026-03-01T13:30:00Z'";
                    case "LIST" -> "['printer','paper']";
                    case "TABLE" -> "'done'";
                    default -> "'Paper is back again'";
                });
        if (!(there() instanceof Lens.Result.Converted) || !(back() instanceof Lens.Result.Converted)) {
            throw new IllegalStateException(type + " is to be converted, not refused");
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Values.canonical(Json.MAPPER.readTree(text.replace('\'', '"')));
    }

    @Benchmark
    public Object there() {
        return lens.get(source, SEVEN);
    }

    @Benchmark
    public Object back() {
        return lens.put(target, source, SEVEN);
    }
}
