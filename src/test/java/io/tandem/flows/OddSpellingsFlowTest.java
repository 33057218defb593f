package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.OddAnswers;
import io.tandem.kit.OddAnswers.Bytes;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.store.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an answer says is the same, however the server spells it: the shipped routes and descriptors, over HTTP. */
class OddSpellingsFlowTest extends BareContextSupport {

    private static final String FLOW = "zendesk-organizations--custompms-customer";

    /** How each answer of one system is written. */
    enum Spelling {
        BYTE_ORDER_MARK {
            @Override
            Bytes of(byte[] body) throws IOException {
                ByteArrayOutputStream marked = new ByteArrayOutputStream();
                marked.write(0xEF);
                marked.write(0xBB);
                marked.write(0xBF);
                marked.write(body);
                return bytes(marked.toByteArray(), "Content-Type", "application/json");
            }
        },
        CAPITALS {
            @Override
            Bytes of(byte[] body) {
                return bytes(body, "CONTENT-TYPE", "Application/JSON; Charset=\"UTF-8\"");
            }
        },
        ANOTHER_JSON {
            @Override
            Bytes of(byte[] body) {
                return bytes(body, "content-type", "application/vnd.api+json;charset=utf-8;version=2");
            }
        },
        TEXT_JSON {
            @Override
            Bytes of(byte[] body) {
                return bytes(body, "Content-Type", "text/json");
            }
        },
        UTF_16 {
            @Override
            Bytes of(byte[] body) {
                byte[] wide = new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE);
                return bytes(wide, "Content-Type", "application/json; charset=utf-16le");
            }
        },
        GZIP {
            @Override
            Bytes of(byte[] body) throws IOException {
                ByteArrayOutputStream zipped = new ByteArrayOutputStream();
                try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
                    out.write(body);
                }
                return new Bytes(
                        200,
                        Map.of("Content-Type", "application/json", "Content-Encoding", "GZip"),
                        zipped.toByteArray(),
                        zipped.size());
            }
        },
        PARTS {
            @Override
            Bytes of(byte[] body) {
                return new Bytes(200, Map.of("Content-Type", "application/json"), body, 0);
            }
        },
        BLANKS_AROUND {
            @Override
            Bytes of(byte[] body) {
                return bytes(
                        ("\r\n\t " + new String(body, StandardCharsets.UTF_8) + "\r\n\n")
                                .getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json");
            }
        },
        ACCEPTED {
            @Override
            Bytes of(byte[] body) {
                return new Bytes(202, Map.of("Content-Type", "application/json"), body, body.length);
            }
        };

        abstract Bytes of(byte[] body) throws IOException;

        private static Bytes bytes(byte[] body, String header, String value) {
            return new Bytes(200, Map.of(header, value), body, body.length);
        }
    }

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
    private final Person person = new Person(sandbox);
    private OddAnswers gate;
    private Database database;

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        gate.close();
        sandbox.close();
    }

    private ShippedRoutes open(String system) throws Exception {
        database = TestDatabase.H2.open();
        String address = sandbox.settings().get(system + ".url");
        gate = new OddAnswers(address.replaceFirst("(?<=\\d)/.*", ""));
        Map<String, String> settings = new HashMap<>(sandbox.settings());
        settings.put(system + ".url", address.replaceFirst("http://[^/]*", gate.url()));
        ShippedRoutes routes =
                new ShippedRoutes(context(), database, settings, Path.of("").toAbsolutePath(), FLOW);
        routes.load("routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + FLOW + ".camel.yaml");
        return routes;
    }

    private void organization(String name) {
        person.zendesk("POST", "organizations.json", "{\"organization\":{\"name\":\"" + name + "\"}}");
    }

    /** JSON is UTF-8, -16 or -32: letters in another code are no JSON, and are taken for none instead of for other letters. */
    @Test
    void refusesLettersInAnotherCode() throws Exception {
        ShippedRoutes routes = open("zendesk");
        organization("Bäckerei");
        gate.answer((line, behind) -> {
            byte[] narrow = new String(behind.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
            return new Bytes(
                    200, Map.of("Content-Type", "application/json; charset=iso-8859-1"), narrow, narrow.length);
        });
        assertThat(routes.sync()).hasSize(1);
        assertThat(customers()).isEmpty();
    }

    private JsonNode customers() {
        return person.pms("GET", "customers?limit=100", null).path("items");
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void readsWhatItSays_howeverEachAnswerIsSpelt(Spelling spelling) throws Exception {
        readsWhatItSays_howeverTheExportIsSpelt(spelling);
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void createsOnce_howeverEachAnswerIsSpelt(Spelling spelling) throws Exception {
        createsOnce_howeverTheAnswerToACreateIsSpelt(spelling);
    }

    @ParameterizedTest
    @EnumSource(names = {"UTF_16", "GZIP", "CAPITALS"})
    void readsWhatItSays_howeverTheExportIsSpelt(Spelling spelling) throws Exception {
        ShippedRoutes routes = open("zendesk");
        organization("Bäckerei Øst & Söhne");
        gate.answer((line, behind) -> spelling.of(behind.body()));
        assertThat(routes.sync()).isEmpty();
        assertThat(customers()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BYTE_ORDER_MARK", "ACCEPTED"})
    void createsOnce_howeverTheAnswerToACreateIsSpelt(Spelling spelling) throws Exception {
        ShippedRoutes routes = open("custompms");
        organization("Bäckerei Øst & Söhne");
        organization("Second");
        gate.answer((line, behind) -> spelling.of(behind.body()));
        assertThat(routes.sync()).isEmpty();
        assertThat(customers()).hasSize(2);
        assertThat(routes.sync()).isEmpty();
        assertThat(customers()).hasSize(2);
        assertThat(routes.counts().unchanged() + routes.counts().created()).isZero();
    }
}
