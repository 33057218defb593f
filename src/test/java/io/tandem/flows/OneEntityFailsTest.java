package io.tandem.flows;

import static io.tandem.kit.OddAnswers.Bytes.json;
import static io.tandem.kit.OddAnswers.Bytes.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.app.ExitCode;
import io.tandem.app.RoundFailures;
import io.tandem.app.SyncReport;
import io.tandem.chunk.RunCounts;
import io.tandem.kit.OddAnswers;
import io.tandem.kit.Site;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One list that a system does not give, however it says so, stops the flows on its entity, and no other flow of its system
 * (rules 1 and 12): the whole application, over HTTP.
 */
class OneEntityFailsTest {

    /** Bytes of an answer. */
    private static final int LIMIT = 1_000_000;

    /** A system, its list that fails, and two flows: one on that list, and one on another list of the system. */
    enum Place {
        ZENDESK(
                "zendesk",
                "tickets",
                "GET .*/incremental/tickets/.*",
                "zendesk-tickets--custompms-project",
                "zendesk-organizations--custompms-customer"),
        SALESFORCE(
                "salesforce",
                "task",
                "GET .*queryAll.* FROM Task .*",
                "salesforce-task--custompms-project",
                "salesforce-organization--custompms-customer"),
        CUSTOMPMS(
                "custompms",
                "project",
                "GET .*/projects[?].*",
                "zendesk-tickets--custompms-project",
                "zendesk-organizations--custompms-customer");

        private final String system;
        private final String entity;
        private final String list;
        private final String failing;
        private final String other;

        Place(String system, String entity, String list, String failing, String other) {
            this.system = system;
            this.entity = entity;
            this.list = list;
            this.failing = failing;
            this.other = other;
        }
    }

    /** What the list is answered with. */
    enum Fault {
        UNAUTHORIZED {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(401, "{\"error\":\"not for you\"}");
            }
        },
        FORBIDDEN {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(403, "{\"error\":\"not for you\"}");
            }
        },
        NOT_FOUND {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(404, "{\"error\":\"no such thing\"}");
            }
        },
        GONE {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(410, "{\"error\":\"switched off\"}");
            }
        },
        PAGE_NOT_FOUND {
            @Override
            OddAnswers.Bytes answer(String line) {
                return of(404, "text/html", "<html>not found</html>");
            }
        },
        NO_JSON {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(200, "{\"nearly\": ");
            }
        },
        PAGE {
            @Override
            OddAnswers.Bytes answer(String line) {
                return of(200, "text/html", "<html>sign in</html>");
            }
        },
        WITHOUT_LIST {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(200, "{\"other\":[]}");
            }
        },
        TOO_LARGE {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(200, "{\"x\":\"" + "y".repeat(2 * LIMIT) + "\"}");
            }
        },
        REDIRECT_LOOP {
            @Override
            OddAnswers.Bytes answer(String line) {
                return new OddAnswers.Bytes(
                        302,
                        Map.of("Location", line.replaceFirst("\\S+ ", "").replaceFirst("[?].*", "")),
                        new byte[0],
                        -1);
            }
        },
        ERROR {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(500, "{\"error\":\"it broke\"}");
            }
        },
        UNAVAILABLE {
            @Override
            OddAnswers.Bytes answer(String line) {
                return json(503, "{\"error\":\"later\"}");
            }
        },
        ENDLESS {
            private final AtomicInteger page = new AtomicInteger();

            @Override
            OddAnswers.Bytes answer(String line) {
                int n = page.incrementAndGet();
                String rows = IntStream.range(500 * n, 500 * n + 500)
                        .mapToObj(id ->
                                "{\"id\":" + id + ",\"Id\":\"00T" + id + "\",\"updated_at\":\"2026-01-01T00:00:00Z\"}")
                        .collect(Collectors.joining(",", "[", "]"));
                return json(
                        200,
                        "{\"items\":" + rows + ",\"tickets\":" + rows + ",\"records\":" + rows
                                + ",\"next_cursor\":\"c" + n + "\",\"after_cursor\":\"c" + n
                                + "\",\"done\":false,\"nextRecordsUrl\":\"/services/data/v62.0/queryAll?q= FROM Task &n="
                                + n + "\"}");
            }
        };

        abstract OddAnswers.Bytes answer(String line);
    }

    @TempDir
    Path home;

    private final Sandbox sandbox = Sandbox.start(new SandboxOptions(5, 5, 0, false, null, Clock.systemUTC()));
    private final CountDownLatch silence = new CountDownLatch(1);
    private OddAnswers gate;
    private Site site;

    @AfterEach
    void shut() {
        silence.countDown();
        site.close();
        gate.close();
        sandbox.close();
    }

    private void open(Place place) throws Exception {
        String behind = sandbox.settings().get(place.system + ".url");
        gate = new OddAnswers(behind.replaceFirst("(?<=\\d)/.*", ""));
        Map<String, String> settings = Map.of(
                place.system + ".url",
                behind.replaceFirst("http://[^/]*", gate.url()),
                "zendesk.budget.exports",
                "none",
                "http.answer-limit",
                Integer.toString(LIMIT),
                "http.list-limit",
                "3000");
        site = new Site(home, sandbox, List.of("zendesk", "salesforce", "powerofficego", "custompms"));
        site.change(
                "routes/systems.camel.yaml",
                "defaultValue: \"60000\"\n        name: responseTimeout",
                "defaultValue: \"1000\"\n        name: responseTimeout");
        site.start(settings);
    }

    private RoundFailures sync(String... flows) {
        RunCounts.Run run = site.app().counts().start();
        return site.app()
                .rounds()
                .untilQuiet(Arrays.stream(flows).map(site::flow).toList(), run);
    }

    static Stream<Arguments> some() {
        return Stream.of(
                Arguments.of(Place.ZENDESK, Fault.UNAUTHORIZED),
                Arguments.of(Place.SALESFORCE, Fault.ENDLESS),
                Arguments.of(Place.CUSTOMPMS, Fault.NO_JSON));
    }

    static Stream<Arguments> others() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Fault.values()).map(fault -> Arguments.of(place, fault)))
                .filter(pair -> some().noneMatch(one -> Arrays.equals(one.get(), pair.get())));
    }

    @ParameterizedTest
    @MethodSource("some")
    void stopsTheFlowsOnItsEntityAlone(Place place, Fault fault) throws Exception {
        open(place);
        gate.answer((line, behind) -> line.matches(place.list) ? fault.answer(line) : null);
        RoundFailures failures = sync(place.failing, place.other);
        assertThat(failures.stopped()).as("%s", failures.lines()).containsOnlyKeys(place.failing);
        assertThat(failures.systems()).containsOnlyKeys(place.system + "/" + place.entity);
        assertThat(failures.lines()).singleElement().asString().contains(place.system + "/" + place.entity);
        assertThat(failures.exitCode(false)).isEqualTo(ExitCode.SYSTEM_FAILED);
        assertThat(site.app().systems().state(place.system).orElseThrow().downSince())
                .isEmpty();
        assertSaysWhy(failures, place);
    }

    /** As {@code sync --json} shows each flow. */
    private Map<String, SyncReport.FlowReport> reports(RoundFailures failures, Place place) {
        return SyncReport.reports(
                        site.app().configuration(),
                        site.app().engine(),
                        List.of(site.flow(place.failing), site.flow(place.other)),
                        site.app().counts().start(),
                        failures)
                .stream()
                .collect(Collectors.toMap(SyncReport.FlowReport::flow, report -> report));
    }

    private void assertSaysWhy(RoundFailures failures, Place place) {
        Map<String, SyncReport.FlowReport> reports = reports(failures, place);
        assertThat(reports.get(place.failing).state()).isEqualTo("on");
        assertThat(reports.get(place.failing).why()).startsWith("stopped: ").contains(failures.lines());
        assertThat(reports.get(place.other).why()).isNull();
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("others")
    void stopsTheFlowsOnItsEntityAlone_atEachSystem(Place place, Fault fault) throws Exception {
        stopsTheFlowsOnItsEntityAlone(place, fault);
    }

    /** No answer at all. */
    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = "SALESFORCE")
    void stopsTheFlowsOnItsEntityAlone_whenItIsNeverAnswered(Place place) throws Exception {
        open(place);
        gate.answer((line, behind) -> {
            if (line.matches(place.list)) {
                wait(silence);
            }
            return null;
        });
        RoundFailures failures = sync(place.failing, place.other);
        assertThat(failures.systems()).containsOnlyKeys(place.system + "/" + place.entity);
        assertThat(failures.exitCode(false)).isEqualTo(ExitCode.SYSTEM_FAILED);
        assertSaysWhy(failures, place);
    }

    private static void wait(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It asks for fewer calls: nobody tries whether another list would be given, and each flow of it says why it stopped. */
    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = "ZENDESK")
    void isSaidByEachFlow_whenThereAreTooManyCalls(Place place) throws Exception {
        open(place);
        gate.answer((line, behind) -> line.matches(place.list)
                ? new OddAnswers.Bytes(429, Map.of("Retry-After", "1"), new byte[0], -1)
                : null);
        RoundFailures failures = sync(place.failing, place.other);
        assertThat(failures.systems()).containsOnlyKeys(place.system);
        assertThat(failures.exitCode(false)).isEqualTo(ExitCode.SYSTEM_FAILED);
        assertThat(reports(failures, place).values())
                .allSatisfy(report ->
                        assertThat(report.why()).startsWith("stopped: ").contains("429"));
    }

    /** The only list of its server: nothing tells whether it is the list's own trouble, and there is no other flow to stop. */
    @ParameterizedTest
    @EnumSource(names = "UNAUTHORIZED")
    void stopsNoFlowOnAnotherServerOfItsSystem(Fault fault) throws Exception {
        open(Place.ZENDESK);
        sandbox.powerofficego()
                .faults()
                .set(
                        fault == Fault.UNAUTHORIZED ? InjectedFaults.Kind.REFUSED : InjectedFaults.Kind.PAGE,
                        Integer.MAX_VALUE,
                        "/v2/Customers");
        assertThat(sync("zendesk-users--powerofficego-customers-person", "zendesk-users--powerofficego-contactperson")
                        .stopped())
                .containsOnlyKeys("zendesk-users--powerofficego-customers-person");
    }

    /** What no list of a system gives is the system's own: one sentence, and its credentials are tried once more. */
    @ParameterizedTest
    @EnumSource(names = "SALESFORCE")
    void isTheSystemsOwn_whenNoListIsGiven(Place place) throws Exception {
        open(place);
        gate.answer((line, behind) -> line.contains("oauth") ? null : Fault.UNAUTHORIZED.answer(line));
        RoundFailures failures = sync(place.failing, place.other);
        assertThat(failures.stopped()).containsOnlyKeys(place.failing, place.other);
        assertThat(failures.systems()).containsOnlyKeys(place.system);
        assertThat(failures.lines()).singleElement().asString().contains("refused the credentials");
        assertThat(gate.asked()).filteredOn(line -> line.contains("oauth")).hasSizeLessThanOrEqualTo(2);
        assertThat(site.app().systems().state(place.system).orElseThrow().downSince())
                .isPresent();
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = {"ZENDESK", "CUSTOMPMS"})
    void isTheSystemsOwn_whenNoListIsGiven_atEachSystem(Place place) throws Exception {
        isTheSystemsOwn_whenNoListIsGiven(place);
    }
}
