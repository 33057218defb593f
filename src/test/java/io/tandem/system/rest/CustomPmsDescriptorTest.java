package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.record.SyncRecord;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** config/systems/custompms.yaml, call by call, for each of its entities. */
class CustomPmsDescriptorTest extends DescriptorContract {

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.custompms();
    }

    private static Write create(int i) {
        return new Write.Create("desk/tickets/" + i, "key-" + i, text("name", "name " + i));
    }

    private List<WriteResult> create(String entity, int records) {
        List<Write> writes = new ArrayList<>();
        for (int i = 1; i <= records; i++) {
            writes.add(create(i));
        }
        return entity(entity).write(writes, Set.of("name"));
    }

    private SyncRecord one(String entity) {
        SyncRecord made = written(create(entity, 1).get(0)).record();
        calls.clear();
        return made;
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void createsInBatchesOf200_withReferenceAndIdempotencyKey(String entity) {
        List<WriteResult> results = create(entity, 201);
        assertThat(lines()).containsExactly("POST /api/v1/" + entity + "s/batch", "POST /api/v1/" + entity + "s/batch");
        assertThat(calls.get(0).body().path("operations")).hasSize(200);
        assertThat(calls.get(1).body().path("operations"))
                .containsExactly(
                        json(
                                "{\"op\":\"create\",\"idempotency_key\":\"key-201\",\"record\":{\"external_ref\":\"desk/tickets/201\",\"name\":\"name 201\"}}"));
        assertThat(written(results.get(200)).record().values().get("name").asText())
                .isEqualTo("name 201");
        assertThat(written(results.get(200)).answered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void namesTheRecordThatHoldsTheReference_whenACreateIsADuplicate(String entity) {
        SyncRecord first = one(entity);
        WriteResult result = entity(entity)
                .write(
                        List.of(new Write.Create("desk/tickets/1", "another key", text("name", "again"))),
                        Set.of("name"))
                .get(0);
        assertThat(refusal(result).kind()).isEqualTo(Refusal.Kind.DUPLICATE);
        assertThat(refusal(result).existingId()).isEqualTo(first.key().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void fetchesByUpdatedSince_andFollowsTheCursor(String entity) {
        create(entity, 501);
        calls.clear();
        assertThat(fetched(entity, null, "name", "external_ref")).hasSize(501);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .startsWith("GET /api/v1/" + entity + "s?")
                .contains("updated_since=1970-01-01T00:00:00")
                .contains("limit=500");
        assertThat(lines().get(1))
                .contains("cursor=")
                .doesNotContain("updated_since")
                .contains("limit=500");
        calls.clear();
        fetched(entity, watermark, "name");
        assertThat(lines().get(0)).doesNotContain("1970").contains("updated_since=20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void readsManyByIds_200ACall(String entity) {
        List<String> ids = create(entity, 201).stream()
                .map(result -> written(result).record().key().id())
                .toList();
        calls.clear();
        assertThat(Direct.reads(entity(entity), ids, Set.of("name"))).hasSize(201);
        assertThat(lines()).hasSize(2).allMatch(line -> line.startsWith("GET /api/v1/" + entity + "s?"));
        assertThat(lines().get(1)).contains("ids=" + ids.get(200)).contains("limit=200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void looksUpByOriginsKey(String entity) {
        SyncRecord made = one(entity);
        Map<String, SyncRecord> found = entity(entity)
                .lookUp(List.of("desk/tickets/1", "desk/tickets/404"), Set.of("name"))
                .found();
        assertThat(found).containsOnlyKeys("desk/tickets/1");
        assertThat(found.get("desk/tickets/1").key()).isEqualTo(made.key());
        assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("GET /api/v1/" + entity + "s?")
                .contains("external_refs=desk/tickets/1,desk/tickets/404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void updatesByVersion_andTellsAStaleOne(String entity) {
        SyncRecord seen = one(entity);
        SyncRecord now = written(update(entity, seen, text("name", "new"))).record();
        assertThat(lines()).containsExactly("POST /api/v1/" + entity + "s/batch");
        assertThat(body("POST").path("operations"))
                .containsExactly(json("{\"op\":\"update\",\"id\":" + seen.key().id()
                        + ",\"if_version\":1,\"record\":{\"name\":\"new\"}}"));
        assertThat(now.token()).isEqualTo("2");
        WriteResult late = update(entity, seen, text("name", "late"));
        assertThat(late).isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(
                        stale.fresh().values().get("name").asText())
                .isEqualTo("new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void tellsARecordThatIsGone_andAValueThatDoesNotFit(String entity) {
        SyncRecord seen = one(entity);
        assertThat(refusal(update(entity, seen, text("name", "x".repeat(301)))).kind())
                .isEqualTo(Refusal.Kind.INVALID);
        person.pms("DELETE", entity + "s/" + seen.key().id(), null);
        assertThat(refusal(update(entity, seen, text("name", "new"))).kind()).isEqualTo(Refusal.Kind.GONE);
        assertThat(fetched(entity, null, "name").get(seen.key().id()).live()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "project", "task"})
    void refusedCredentialsStopTheSystem(String entity) {
        system().faults().set(InjectedFaults.Kind.REFUSED, 10, ".*");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fetched(entity, null, "name"))
                .isInstanceOf(SystemException.CredentialsRefused.class);
    }
}
