package io.tandem.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The calls that the vendors document stand in {@code src/test/resources/vendor-calls}. Neither the sandbox nor a shipped
 * descriptor knows another: a sandbox that serves an invented call hides that a descriptor makes it.
 */
class VendorCallsTest {

    private static final Pattern CALL =
            Pattern.compile("(?:call: \"?(GET|POST|PUT|PATCH|DELETE) |otherwise: )(/[^\\s\"]*)");

    private static List<String> documented(String system) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/vendor-calls/" + system + ".txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static Stream<SandboxSystem> systems(Sandbox sandbox) {
        return Stream.of(sandbox.zendesk(), sandbox.salesforce(), sandbox.powerofficego(), sandbox.custompms());
    }

    /** The same, whatever the places are called. */
    private static String bare(String call) {
        return call.replaceAll("\\{[^}]*}", "{}");
    }

    @Test
    void theSandboxServesOnlyWhatTheVendorsDocument() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()))) {
            for (SandboxSystem system : systems(sandbox).toList()) {
                List<String> vendors = documented(system.name()).stream()
                        .map(VendorCallsTest::bare)
                        .toList();
                assertThat(system.calls().lines())
                        .as(system.name())
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(vendors).contains(bare(line)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "powerofficego, GET, /v2/ContactPersons/77, 404",
        "powerofficego, PATCH, /v2/ContactPersons/77, 404",
        "powerofficego, PUT, /v2/ContactPersons/1/77, 405",
        "powerofficego, GET, /v1/PartyContactPerson/77, 404",
        "powerofficego, POST, /v1/Customer//Contact/, 404",
        "zendesk, GET, /api/v2/users.json, 404",
        "zendesk, POST, /api/v2/users/update_many.json, 404",
        "salesforce, GET, /services/data/v62.0/composite/sobjects, 405",
        "salesforce, GET, /services/data/v62.0/Task, 404",
        "custompms, POST, /api/v1/tasks/1, 404",
        "custompms, PUT, /api/v1/tasks/1, 404",
    })
    void theSandboxRefusesWhatAVendorDoesNotHave(String name, String method, String path, int status)
            throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()))) {
            SandboxSystem asked = systems(sandbox)
                    .filter(system -> system.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(new Caller(asked.url(), "Authorization", "Bearer " + Sandbox.DEMO)
                            .call(method, path, "{}")
                            .status())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zendesk", "salesforce", "powerofficego", "custompms"})
    void shippedDescriptorsMakeOnlyCallsThatTheVendorDocuments(String system) throws IOException {
        VendorCalls vendor = new VendorCalls(documented(system));
        List<String> calls = calls(system);
        assertThat(calls).hasSizeGreaterThan(5).allSatisfy(call -> assertThat(
                        vendor.has(call.substring(0, call.indexOf(' ')), call.substring(call.indexOf(' ') + 1)))
                .as(call)
                .isTrue());
    }

    /** Method and path of each call, its places filled; CustomPMS's and v1's address hold a path of their own. */
    private static List<String> calls(String system) throws IOException {
        List<String> calls = new ArrayList<>();
        boolean v1 = false;
        String method = "";
        for (String line : Files.readAllLines(Path.of("config/systems/" + system + ".yaml"))) {
            v1 = line.contains("client: ") ? line.contains("client: v1") : v1;
            Matcher call = CALL.matcher(line);
            if (call.find()) {
                method = call.group(1) == null ? method : call.group(1);
                String before = system.equals("custompms") ? "/api/v1" : v1 ? "/v1" : "";
                calls.add(method + " " + before + call.group(2).replaceAll("\\{[^}]*}", "1"));
            }
        }
        return calls;
    }
}
