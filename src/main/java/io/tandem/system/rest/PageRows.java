package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.SyncRecord;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of a page.
 *
 * @param all as they were answered
 * @param records of those that can be listed
 * @param unreadable ids of the others
 */
record PageRows(List<JsonNode> all, List<SyncRecord> records, List<String> unreadable) {

    static PageRows of(JsonNode body, Spec.Entity entity, RecordReader reader, Set<String> properties) {
        List<JsonNode> all =
                RecordReader.rows(body, entity.fetch().items(), entity.fetch().each());
        Map<Boolean, List<JsonNode>> byForm =
                all.stream().collect(Collectors.partitioningBy(reader::canBeListed));
        return new PageRows(
                all,
                byForm.get(true).stream()
                        .map(row -> reader.read(row, properties))
                        .flatMap(Optional::stream)
                        .toList(),
                byForm.get(false).stream()
                        .map(row -> Paths.text(row, entity.id()))
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList());
    }
}
