package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** config/systems/salesforce.yaml, call by call, for each of its entities. */
class SalesforceDescriptorTest extends DescriptorContract {

    private static final String QUERY = "GET /services/data/v62.0/queryAll?q=";

    @Override
    SandboxOptions data() {
        return SandboxOptions.empty(Clock.systemUTC());
    }

    @Override
    SandboxSystem system() {
        return sandbox.salesforce();
    }

    private String made(String object, String property, String value) {
        String id = person.salesforce("POST", "sobjects/" + object, "{\"" + property + "\":\"" + value + "\"}")
                .path("id")
                .asText();
        calls.clear();
        return id;
    }

    @Test
    void signsInWithTheClientsCredentials_andOnceMoreWhenTheSessionEnds() {
        made("Task", "Subject", "a");
        sandbox.salesforce().endSessions();
        assertThat(fetched("task", null, "Subject")).hasSize(1);
        assertThat(lines())
                .hasSize(3)
                .filteredOn(line -> line.equals("POST /services/oauth2/token"))
                .hasSize(1);
    }

    /** A locator of the session before is refused with 401, although the new session is good. */
    @Test
    void asksTheQueryAgain_whenTheSessionEndsBetweenItsPages() {
        for (int i = 0; i < 5; i++) {
            made("Task", "Subject", "value " + i);
        }
        sandbox.salesforce().pageSize(2);
        Set<String> seen = new HashSet<>();
        entity("task").fetch(null, Set.of("Subject"), page -> {
            page.records().forEach(record -> seen.add(record.key().id()));
            if (seen.size() == 2) {
                sandbox.salesforce().endSessions();
                sandbox.salesforce().pageSize(10);
            }
        });
        assertThat(seen).hasSize(5);
    }

    @Test
    void triesAgain_whenTooManyCallsRunAtOnce_andGoesOn() {
        made("Task", "Subject", "a");
        system().faults().set(InjectedFaults.Kind.BUSY, 1, ".*/queryAll");
        assertThat(fetched("task", null, "Subject")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "task, Task, Subject, 'SELECT Id, SystemModstamp, IsDeleted, Subject FROM Task'",
        "division, Division, Name, 'SELECT Id, SystemModstamp, Name FROM Division'",
        "organization, Organization, Name, 'SELECT Id, SystemModstamp, Name FROM Organization'"
    })
    void fetchesOneQueryByStamp_andFollowsTheLocators(String entity, String object, String property, String select) {
        for (int i = 0; i < 5; i++) {
            made(object, property, "value " + i);
        }
        sandbox.salesforce().pageSize(2);
        assertThat(fetched(entity, null, property)).hasSize(5);
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .startsWith(QUERY + select + " WHERE SystemModstamp >= 1970-01-01T00:00:00")
                .endsWith("Z ORDER BY SystemModstamp, Id");
        assertThat(lines().subList(1, 3)).allMatch(line -> line.startsWith("GET /services/data/v62.0/query/01g"));
        calls.clear();
        fetched(entity, watermark, property);
        assertThat(lines().get(0)).doesNotContain("1970");
    }

    @ParameterizedTest
    @CsvSource({"task, Task, Subject", "division, Division, Name", "organization, Organization, Name"})
    void readsManyByIds(String entity, String object, String property) {
        String one = made(object, property, "a");
        String two = made(object, property, "b");
        assertThat(Direct.reads(entity(entity), List.of(one, two, "00T000000000009999"), Set.of(property)))
                .extracting(record -> record.values().get(property).asText())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .endsWith("FROM " + object + " WHERE Id IN ('" + one + "','" + two + "','00T000000000009999')");
        assertThat(lines().get(1)).endsWith(" WHERE Id IN ('00T000000000009999')");
    }

    @ParameterizedTest
    @CsvSource({"task, Task, Subject", "division, Division, Name", "organization, Organization, Name"})
    void readsAgain_writesTheCollection_andReadsWhatBecameOfIt(String entity, String object, String property) {
        SyncRecord seen = read(entity, made(object, property, "a"), property);
        calls.clear();
        WriteResult.Written written = written(update(entity, seen, text(property, "b")));
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).startsWith(QUERY);
        assertThat(lines().get(1)).isEqualTo("PATCH /services/data/v62.0/composite/sobjects");
        assertThat(lines().get(2)).startsWith(QUERY);
        assertThat(body("PATCH"))
                .isEqualTo(json("{\"allOrNone\":false,\"records\":[{\"attributes\":{\"type\":\"" + object
                        + "\"},\"id\":\"" + seen.key().id() + "\",\"" + property + "\":\"b\"}]}"));
        assertThat(written.record().values().get(property).asText()).isEqualTo("b");
        assertThat(written.answered()).isFalse();
    }

    @Test
    void writes200RecordsACall() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            made("Task", "Subject", "task " + i);
        }
        fetched("task", null, "Subject")
                .values()
                .forEach(seen -> writes.add(new Write.Update(seen, text("Subject", "new"))));
        calls.clear();
        assertThat(entity("task").write(writes, Set.of("Subject"))).allMatch(WriteResult.Written.class::isInstance);
        assertThat(calls)
                .filteredOn(call -> call.line().startsWith("PATCH"))
                .extracting(call -> call.body().path("records").size())
                .containsExactly(200, 1);
    }

    @Test
    void tellsWhichRecordOfACollectionWasRefused() {
        SyncRecord good = read("task", made("Task", "Subject", "a"), "Subject");
        SyncRecord bad = read("task", made("Task", "Subject", "b"), "Subject");
        List<WriteResult> results = entity("task")
                .write(
                        List.of(
                                new Write.Update(good, text("Subject", "new")),
                                new Write.Update(bad, text("Subject", "x".repeat(256)))),
                        Set.of("Subject"));
        assertThat(results.get(0)).isInstanceOf(WriteResult.Written.class);
        assertThat(refusal(results.get(1)).kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(refusal(results.get(1)).message())
                .contains("STRING_TOO_LONG")
                .doesNotContain("xxx");
    }

    @Test
    void showsADeletedTask_andTellsThatItIsGone() {
        String id = made("Task", "Subject", "a");
        SyncRecord seen = read("task", id, "Subject");
        person.salesforce("DELETE", "sobjects/Task/" + id, null);
        assertThat(fetched("task", null, "Subject").get(id).live()).isFalse();
        WriteResult result = update("task", seen, text("Subject", "b"));
        assertThat(result).isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(
                        stale.fresh().live())
                .isFalse());
    }

    @Test
    void aDayIsReadAndWrittenAsItStands() {
        SyncRecord seen = read("task", made("Task", "ActivityDate", "2026-03-29"), "ActivityDate");
        assertThat(seen.values().get("ActivityDate").asText()).isEqualTo("2026-03-29");
        calls.clear();
        written(update("task", seen, text("ActivityDate", "2026-10-25")));
        assertThat(body("PATCH").at("/records/0/ActivityDate").asText()).isEqualTo("2026-10-25");
    }

    @Test
    void divisionsThatAreOffAreAMissingEntity() {
        sandbox.salesforce().divisions(false);
        assertThatThrownBy(() -> fetched("division", null, "Name")).isInstanceOf(SystemException.EntityMissing.class);
    }

    @Test
    void theDaysLimitEndsTheRound() {
        system().faults().set(InjectedFaults.Kind.TOO_MANY, 10, ".*");
        assertThatThrownBy(() -> fetched("task", null, "Subject")).isInstanceOf(SystemException.LimitReached.class);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void quotesWhatAnIdWouldBreakOutWith() {
        assertThat(Direct.reads(entity("task"), List.of("x') OR (Name != '\\"), Set.of("Subject")))
                .as("the simulator knows no such id")
                .isEmpty();
        assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                .endsWith("WHERE Id IN ('x\\') OR (Name != \\'\\\\')"));
    }
}
