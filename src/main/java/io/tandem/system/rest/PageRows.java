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
 * @param listed how many its list has
 * @param all rows of records, as they were answered
 * @param records of those that can be listed
 * @param unreadable ids of the others
 * @param nameless how many have no id, though each row is to be a record
 */
record PageRows(int listed, List<JsonNode> all, List<SyncRecord> records, List<String> unreadable, int nameless) {

    static PageRows of(JsonNode body, Spec.Entity entity, RecordReader reader, Set<String> properties) {
        List<JsonNode> listed = RecordReader.rows(body, entity.fetch().items());
        List<JsonNode> all = RecordReader.inside(listed, entity.fetch().each());
        Map<Boolean, List<JsonNode>> byForm = all.stream().collect(Collectors.partitioningBy(reader::canBeListed));
        int nameless = (int) all.stream()
                .filter(row -> entity.fetch().each() == null
                        && Paths.text(row, entity.id()).isEmpty())
                .count();
        return new PageRows(
                listed.size(),
                all,
                byForm.get(true).stream()
                        .map(row -> reader.read(row, properties))
                        .flatMap(Optional::stream)
                        .toList(),
                byForm.get(false).stream()
                        .map(row -> Paths.text(row, entity.id()))
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .toList(),
                nameless);
    }
}
