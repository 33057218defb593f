package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API takes an array of objects as a whole: what else stands in it is sent as it stands, or nothing is sent. */
@Timeout(60)
class ArrayWritesTest {

    private static final String DESK = StubbedSystem.DESK + """
            entities:
              person:
                modified: touched
                properties: {Emails.Value: writable, address.city: writable}
                read_many: {call: "GET /persons/{id}", batch: 1}
                update: {call: "PATCH /persons/{id}", body: "{changes}", condition: test, record: ""}
              patched:
                modified: touched
                properties: {Emails.Value: writable, "km/h": writable}
                read_many: {call: "GET /persons/{id}", batch: 1}
                update: {call: "PATCH /persons/{id}", body: "{changes}", json_patch: true, condition: test, record: ""}
              unread:
                modified: touched
                properties: {Emails.Value: writable}
                update: {call: "PATCH /persons/{id}", body: "{changes}", condition: test, record: ""}
            """;

    @TempDir
    Path home;

    private final List<JsonNode> written = new CopyOnWriteArrayList<>();
    private String stands = "{}";

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.answering(this::answer);

    @BeforeEach
    void serve() throws Exception {
        desk.open(home, DESK);
    }

    private StubbedSystem.Reply answer(String line, JsonNode body) {
        if (line.startsWith("PATCH")) {
            written.add(body);
        }
        return StubbedSystem.Reply.json(stands);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Json.MAPPER.readTree(text.replace('\'', '"'));
    }

    /** @param now what stands in the record around the property; it was seen like that */
    private WriteResult write(String entity, String property, String seen, String value, String now)
            throws JsonProcessingException {
        stands = json("{'id':'1','touched':'2026-01-05T08:00:00Z'," + now + "}").toString();
        SyncRecord before = new SyncRecord(
                EntityKey.parse("desk/" + entity).record("1"),
                Values.of(Map.of(property, json(seen))),
                Instant.parse("2026-01-05T08:00:00Z"),
                null,
                Presence.LIVE);
        return desk.entity(EntityKey.parse("desk/" + entity))
                .write(List.of(new Write.Update(before, Values.of(Map.of(property, json(value))))), Set.of(property))
                .get(0);
    }

    @Test
    void aValueInAnArray_isSentWithAllThatStandsAroundIt() throws JsonProcessingException {
        write("person", "Emails.Value", "['old@x']", "['new@x']", "'Emails':[{'Value':'old@x','Type':'work'}]");
        assertThat(written).containsExactly(json("{'Emails':[{'Value':'new@x','Type':'work'}]}"));
    }

    @Test
    void aPatchReplacesTheArrayAsAWhole_andTestsAllOfIt() throws JsonProcessingException {
        write("patched", "Emails.Value", "['old@x']", "['new@x']", "'Emails':[{'Value':'old@x','Type':'work'}]");
        assertThat(written)
                .containsExactly(json("[{'op':'test','path':'/Emails','value':[{'Value':'old@x','Type':'work'}]},"
                        + "{'op':'replace','path':'/Emails','value':[{'Value':'new@x','Type':'work'}]}]"));
    }

    @Test
    void aPatchNamesAMemberWithASlash() throws JsonProcessingException {
        write("patched", "km/h", "50", "30", "'km/h':50");
        assertThat(written)
                .containsExactly(json(
                        "[{'op':'test','path':'/km~1h','value':50}," + "{'op':'replace','path':'/km~1h','value':30}]"));
    }

    @Test
    void aListThatHasNotOneValueForEachElement_isNotWritten() throws JsonProcessingException {
        WriteResult result = write(
                "person",
                "Emails.Value",
                "['a@x','b@x']",
                "['new@x']",
                "'Emails':[{'Value':'a@x','Type':'work'},{'Value':'b@x','Type':'home'}]");
        assertThat(result).isInstanceOf(WriteResult.Refused.class);
        assertThat(written).isEmpty();
    }

    @Test
    void aListInsideAnotherValue_isNotWritten_whereNobodySeesWhatElseStandsThere() throws JsonProcessingException {
        WriteResult result =
                write("unread", "Emails.Value", "['old@x']", "['new@x']", "'Emails':[{'Value':'old@x','Type':'work'}]");
        assertThat(result).isInstanceOf(WriteResult.Refused.class);
        assertThat(written).isEmpty();
    }

    @Test
    void aValueInAPlainObject_isSentAlone() throws JsonProcessingException {
        write("person", "address.city", "'Oslo'", "'Bergen'", "'address':{'city':'Oslo','zip':'1'}");
        assertThat(written).containsExactly(json("{'address':{'city':'Bergen'}}"));
    }
}
