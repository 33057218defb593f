package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Chunk;
import io.tandem.flow.Side;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A route in which an engineer puts other threads, or a step that fails at first and is tried again,
 * still syncs each record once and counts right: what it did, and its calls.
 */
class EditedRouteFlowTest extends BareContextSupport {

    private static final String FLOW = "zendesk-tickets--custompms-project";
    private static final int TICKETS = 450;
    private static final String MATCH = "              - process:\n                  id: match\n";
    private static final String UPSERT = "              - process:\n                  id: upsert\n";
    private static final String THREADS =
            "              - threads:\n                  id: others\n                  poolSize: 2\n";
    private static final String OWN =
            "              - process:\n                  id: own\n                  ref: failsFirst\n";
    private static final String PARALLEL = "            parallelProcessing: true\n";
    private static final String EXECUTOR = "            executorService: chunks\n";

    /** What is edited, in both directions. */
    enum Edit {
        NONE {
            @Override
            String of(String route) {
                return route;
            }
        },
        PARALLEL_IN_CAMELS_OWN_THREADS {
            @Override
            String of(String route) {
                return route.replace(EXECUTOR, "");
            }
        },
        PARALLEL_WITH_OTHER_THREADS {
            @Override
            String of(String route) {
                return route.replace(MATCH, THREADS + MATCH);
            }
        },
        ONE_AFTER_THE_OTHER {
            @Override
            String of(String route) {
                return route.replace(PARALLEL, "");
            }
        },
        OTHER_THREADS {
            @Override
            String of(String route) {
                return route.replace(PARALLEL, "").replace(MATCH, THREADS + MATCH);
            }
        },
        OTHER_THREADS_FROM_THE_BEGINNING {
            @Override
            String of(String route) {
                String threads = THREADS.replaceAll("(?m)^ {6}", "");
                return route.replace(PARALLEL, "")
                        .replace(
                                "        - process:\n            id: fetch\n",
                                threads + "        - process:\n            id: fetch\n");
            }
        },
        OTHER_THREADS_AND_A_STEP_THAT_FAILS_AT_FIRST {
            @Override
            String of(String route) {
                return OTHER_THREADS.of(route).replace(UPSERT, OWN + UPSERT);
            }
        },
        A_STEP_THAT_FAILS_AT_FIRST {
            @Override
            String of(String route) {
                return route.replace(UPSERT, OWN + UPSERT);
            }
        };

        abstract String of(String route);
    }

    @TempDir
    Path folder;

    private final Set<Long> tried = ConcurrentHashMap.newKeySet();
    private Sandbox sandbox;
    private Database database;
    private ShippedRoutes routes;

    @BeforeEach
    void open() throws Exception {
        sandbox = Sandbox.start(new SandboxOptions(10, TICKETS, 0, false, null, Clock.systemUTC()));
        database = TestDatabase.H2.open();
        routes = new ShippedRoutes(context(), database, sandbox, FLOW);
        context().getRegistry().bind("failsFirst", (Processor) exchange -> {
            if (tried.add(exchange.getMessage().getBody(Chunk.class).last())) {
                throw new IllegalStateException("a step of the site's own that works at the second try");
            }
        });
    }

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        sandbox.close();
    }

    private void load(Edit edit) throws Exception {
        String route = Files.readString(Path.of("routes", FLOW + ".camel.yaml"));
        routes.load(
                "routes/systems.camel.yaml",
                written("errors.camel.yaml", errors()),
                written("edited.camel.yaml", edit.of(route)));
    }

    private String errors() throws IOException {
        String shipped = Files.readString(Path.of("routes/error-handling.camel.yaml"));
        return shipped.replace("maximumRedeliveries: 0", "maximumRedeliveries: 3\n            redeliveryDelay: 1");
    }

    private String written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private long asked() {
        return sandbox.zendesk().asked().size() + sandbox.custompms().asked().size();
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PARALLEL_WITH_OTHER_THREADS", "OTHER_THREADS_AND_A_STEP_THAT_FAILS_AT_FIRST"})
    void syncsEachRecordOnce_withEveryEdit(Edit edit) throws Exception {
        syncsEachRecordOnce_andCountsRight(edit);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARALLEL_WITH_OTHER_THREADS", "OTHER_THREADS_AND_A_STEP_THAT_FAILS_AT_FIRST"})
    void syncsEachRecordOnce_andCountsRight(Edit edit) throws Exception {
        load(edit);
        assertThat(routes.sync()).isEmpty();

        assertThat(calls()).as("calls of the run").isEqualTo(asked());
        long made = projects();
        assertThat(made).isBetween(TICKETS * 9L / 10, (long) TICKETS);
        assertThat(routes.counts().created()).isEqualTo(made);
        assertThat(routes.counts().seen(Side.SOURCE)).isGreaterThanOrEqualTo(made);

        long before = asked();
        assertThat(routes.sync()).isEmpty();
        assertThat(calls()).as("calls of the second run").isEqualTo(asked() - before);
        assertThat(projects()).isEqualTo(made);
        assertThat(routes.counts().created()).isZero();
        assertThat(routes.counts().seen(Side.SOURCE)).isZero();
    }

    private long projects() {
        return new Person(sandbox)
                .pms("GET", "projects?limit=500", null)
                .path("items")
                .size();
    }

    private long calls() {
        return routes.calls().values().stream()
                .mapToLong(calls -> calls.read() + calls.write())
                .sum();
    }
}
