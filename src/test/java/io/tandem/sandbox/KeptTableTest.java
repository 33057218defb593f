package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table's records stay over a restart; a file that still holds all is not written again. */
class KeptTableTest {

    private static final Instant MOMENT = Instant.parse("2026-03-01T12:00:00.123Z");

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private Table loaded() throws IOException {
        Table table = new Table("users");
        assertThat(table.load(folder)).isTrue();
        return table;
    }

    private static ObjectNode record(String name) {
        ObjectNode record = Table.JSON.createObjectNode().put("name", name).put("id", 7);
        record.putObject("more").put("record", "id\"}").putArray("ids").add(1).add(2.50);
        return record;
    }

    private void kept(ObjectNode record) throws IOException {
        Table table = new Table("users");
        table.put("7", record, MOMENT);
        table.save(folder);
        Files.setLastModifiedTime(folder.resolve("users.jsonl"), LONG_AGO);
    }

    private boolean isWritten() throws IOException {
        return !Files.getLastModifiedTime(folder.resolve("users.jsonl")).equals(LONG_AGO);
    }

    @Test
    void aRecordComesBackAsItWas() throws IOException {
        ObjectNode record = record("Åse \uD83D\uDE00 \\ \u2028");
        kept(record);
        Table.Row row = loaded().get("7").orElseThrow();
        assertThat(row.json()).isEqualTo(record);
        assertThat(row.updated()).isEqualTo(MOMENT);
    }

    @Test
    void aTableThatNobodyChangedLeavesItsFile() throws IOException {
        kept(record("a"));
        loaded().save(folder);
        assertThat(isWritten()).isFalse();
    }

    @Test
    void aChangeAndADeleteAreWritten() throws IOException {
        kept(record("a"));
        Table changed = loaded();
        changed.put("7", record("b"), MOMENT);
        changed.save(folder);
        assertThat(isWritten()).isTrue();

        Table emptied = loaded();
        emptied.vanish("7");
        emptied.save(folder);
        assertThat(loaded().get("7")).isEmpty();
    }
}
