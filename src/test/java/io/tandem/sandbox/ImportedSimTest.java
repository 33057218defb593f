package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.kit.TestClock;
import io.tandem.sandbox.Caller.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The general API of systems that are known from documents alone. */
class ImportedSimTest {

    private final TestClock clock = new TestClock();
    private Sandbox sandbox;
    private Caller teapot;

    @BeforeEach
    void start() {
        ObjectNode first = Table.JSON.createObjectNode().put("name", "Kim");
        first.putObject("address").put("city", "Oslo").put("zip", "0150");
        ImportedSystem.Entity guests = new ImportedSystem.Entity(Set.of("name", "address"), List.of(first));
        sandbox = Sandbox.start(
                SandboxOptions.empty(clock).with(List.of(new ImportedSystem("teapot", Map.of("guests", guests)))));
        teapot = new Caller(sandbox.settings().get("teapot.url"), "Authorization", "Bearer demo");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private Answer batch(String operation) throws IOException {
        return teapot.call("POST", "/guests/batch", "{\"operations\":[" + operation + "]}");
    }

    @Test
    void beginsWithTheRecordsThatItIsGiven() throws IOException {
        assertThat(teapot.get("/guests").body().at("/items/0/address/city").asText())
                .isEqualTo("Oslo");
        assertThat(new Caller(teapot.base()).get("/guests").status()).isEqualTo(401);
    }

    @Test
    void mergesNestedObjects_andKeepsTheirOtherMembers() throws IOException {
        batch("{\"op\":\"update\",\"id\":1,\"if_version\":1,\"record\":{\"address\":{\"city\":\"Bergen\"}}}");
        Answer answer = teapot.get("/guests/1");
        assertThat(answer.body().at("/address/city").asText()).isEqualTo("Bergen");
        assertThat(answer.body().at("/address/zip").asText()).isEqualTo("0150");
        assertThat(answer.body().path("_version").asInt()).isEqualTo(2);
    }

    @Test
    void refusesAnotherVersion_andUnknownMembers() throws IOException {
        assertThat(batch("{\"op\":\"update\",\"id\":1,\"if_version\":9,\"record\":{\"name\":\"x\"}}")
                        .body()
                        .at("/results/0/status")
                        .asInt())
                .isEqualTo(412);
        Answer unknown = batch("{\"op\":\"create\",\"record\":{\"_external_ref\":\"a/b/1\",\"nmae\":\"x\"}}");
        assertThat(unknown.body().at("/results/0/status").asInt()).isEqualTo(422);
        assertThat(unknown.body().at("/results/0/error/property").asText()).isEqualTo("nmae");
    }

    @Test
    void createsOnceForAKey_andOnceForAReference() throws IOException {
        String create =
                "{\"op\":\"create\",\"idempotency_key\":\"k\",\"record\":{\"_external_ref\":\"a/b/1\",\"name\":\"x\"}}";
        long made = batch(create).body().at("/results/0/record/id").asLong();
        assertThat(batch(create).body().at("/results/0/record/id").asLong()).isEqualTo(made);
        Answer again = batch(create.replace("\"k\"", "\"l\""));
        assertThat(again.body().at("/results/0/error/existing_id").asLong()).isEqualTo(made);
        assertThat(teapot.get("/guests?external_refs=a/b/1").body().path("items"))
                .hasSize(1);
    }

    @Test
    void keepsATombstoneInListingsByChange() throws IOException {
        teapot.call("DELETE", "/guests/1", "");
        assertThat(teapot.get("/guests?updated_since=1970-01-01T00:00:00Z")
                        .body()
                        .at("/items/0/_deleted")
                        .asBoolean())
                .isTrue();
        assertThat(teapot.get("/guests").body().path("items")).isEmpty();
        assertThat(teapot.get("/guests/1").status()).isEqualTo(410);
    }
}
