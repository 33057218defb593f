package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.MemoryLedger;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with little memory reads one system that attacks it and one that doesn't: the first stops with a sentence, each
 * time, and the other is read on.
 */
@Timeout(180)
class HostileAnswersTest {

    @TempDir
    Path home;

    /** One of each kind: of the head, of the body, of the list, of what unpacks, of what takes depth, places or time. */
    private static final List<HostileAnswers.Attack> KINDS = List.of(
            HostileAnswers.Attack.ENDLESS_HEADERS,
            HostileAnswers.Attack.ENDLESS_BODY,
            HostileAnswers.Attack.ENDLESS_LIST,
            HostileAnswers.Attack.GZIP_OF_OBJECTS,
            HostileAnswers.Attack.DEEP,
            HostileAnswers.Attack.MANY_NAMES,
            HostileAnswers.Attack.LONG_NUMBER);

    @Test
    void oneSystemsAnswersNeverReachAnother() throws Exception {
        attack(KINDS, List.of(HostileAnswers.Attack.GZIP_OF_OBJECTS));
    }

    @Tag("thorough")
    @Test
    void noneOfManyAttacksReachesAnother() throws Exception {
        attack(List.of(HostileAnswers.Attack.values()), SIGN_INS);
    }

    private void attack(List<HostileAnswers.Attack> attacks, List<HostileAnswers.Attack> signIns) throws Exception {
        try (HostileAnswers server = new HostileAnswers()) {
            Path log = home.resolve("child.log");
            Process child = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx96m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Reader.class.getName(),
                            home.toString(),
                            server.url(),
                            paths(attacks),
                            paths(signIns)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(child.waitFor(150, TimeUnit.SECONDS)).as("it ends").isTrue();
            List<String> said = Files.readAllLines(log);
            assertThat(said)
                    .filteredOn(line -> line.startsWith("ATTACK "))
                    .hasSize(attacks.size() + signIns.size())
                    .allSatisfy(
                            line -> assertThat(line)
                                    .matches(
                                            "ATTACK \\S+ Misunderstood: \\w+(: its answer is|/book could not be fetched: its list (has|had)) .*; fine: 2"));
            assertThat(said).noneMatch(line -> line.contains("OutOfMemoryError") || line.contains("StackOverflow"));
            assertThat(child.exitValue()).isZero();
        }
    }

    private static String paths(List<HostileAnswers.Attack> attacks) {
        return attacks.stream().map(HostileAnswers.Attack::path).collect(Collectors.joining(","));
    }

    /** Attacks that a sign-in's answer tries too. */
    private static final List<HostileAnswers.Attack> SIGN_INS =
            List.of(HostileAnswers.Attack.ENDLESS_HEADERS, HostileAnswers.Attack.GZIP_OF_OBJECTS);

    /** What the child process runs. */
    static final class Reader {

        private static final String DESCRIPTOR = """
                system: NAME
                title: an invented system
                settings:
                  url: {}
                  key: {secret: true}
                clients:
                  api:
                    url: "{NAME.url}"
                    auth:
                      - AUTH
                entities:
                  book:
                    properties:
                      title: writable
                    fetch:
                      call: GET /books
                      paging: link
                      items: items
                      next: next
                """;

        private static final String BEARER = "bearer: \"{NAME.key}\"";
        private static final String OAUTH =
                "oauth2: {token_url: \"{NAME.url}/token\", credentials: form, id: \"{NAME.key}\", secret: \"{NAME.key}\"}";

        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            Map<String, String> settings = new TreeMap<>();
            Map<String, String> descriptors = new TreeMap<>();
            settings.put("http.list-limit", "300");
            add("fine", BEARER, arguments[1], descriptors, settings);
            for (String attack : arguments[2].split(",")) {
                add(attack, BEARER, arguments[1], descriptors, settings);
            }
            for (String attack : arguments[3].split(",")) {
                add("sign-in/" + attack, OAUTH, arguments[1], descriptors, settings);
            }
            try (RestClients clients =
                    new RestClients(Path.of(arguments[0]), descriptors, settings, 1 << 26, new MemoryLedger())) {
                for (String system : descriptors.keySet()) {
                    if (!system.equals("fine")) {
                        System.out.println("ATTACK " + system + " " + outcome(clients, system) + "; fine: "
                                + read(clients, "fine"));
                    }
                }
            }
        }

        private static void add(
                String path,
                String auth,
                String server,
                Map<String, String> descriptors,
                Map<String, String> settings) {
            String system = path.replaceAll("[^a-z]", "");
            descriptors.put(system, DESCRIPTOR.replace("AUTH", auth).replace("NAME", system));
            settings.put(system + ".url", server + "/" + path.replace("sign-in/", ""));
            settings.put(system + ".key", "opensesame");
        }

        private static String outcome(RestClients clients, String system) {
            try {
                return "read " + read(clients, system);
            } catch (SystemException refused) {
                return refused.getClass().getSimpleName() + ": " + refused.getMessage();
            }
        }

        private static int read(RestClients clients, String system) {
            List<Object> records = new ArrayList<>();
            clients.entity(EntityKey.parse(system + "/book"))
                    .fetch(null, Set.of("title"), page -> records.addAll(page.records()));
            return records.size();
        }
    }
}
