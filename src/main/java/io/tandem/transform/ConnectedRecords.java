package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.record.SyncRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which linked records a source record must refer to before it gets a partner, in a flow that wants it so. Pure. */
final class ConnectedRecords {

    private ConnectedRecords() {}

    /** Each way in which the record refers to one; one that resolves is enough. Empty for other flows. */
    static List<WantedReference> wanted(Flow flow, SyncRecord record) {
        List<WantedReference> wanted = new ArrayList<>();
        for (Connection connection : flow.connected() ? flow.connectedTo() : List.<Connection>of()) {
            connection.by().ifPresent(property -> ids(record.values().get(property))
                    .forEach(id -> wanted.add(ReferenceLens.wanted(
                            id, connection.entity(), connection.into().orElseThrow()))));
            if (connection.by().isEmpty()) {
                flow.rows().stream()
                        .filter(row -> isReferenceTo(row, connection))
                        .forEach(row -> ids(record.values().get(row.source()))
                                .forEach(id -> wanted.add(ReferenceLens.wanted(
                                        id,
                                        row.reference().source(),
                                        row.reference().target()))));
            }
        }
        return wanted;
    }

    static boolean hold(Flow flow, SyncRecord record, ReferenceTable table) {
        return !flow.connected()
                || wanted(flow, record).stream()
                        .anyMatch(wanted -> table.resolve(wanted).isPresent());
    }

    private static boolean isReferenceTo(Row row, Connection connection) {
        return row.reference() != null
                && row.source() != null
                && row.reference().source().equals(connection.entity());
    }

    private static Stream<JsonNode> ids(JsonNode value) {
        return (value.isArray() ? StreamSupport.stream(value.spliterator(), false) : Stream.of(value))
                .filter(ReferenceLens::isId);
    }
}
