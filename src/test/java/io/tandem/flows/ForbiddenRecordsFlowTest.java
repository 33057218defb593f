package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.store.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Records that must not be written fill more than a chunk, as those of a protected folder do: they stop no other. An account
 * without the right to write parks nobody (rule 12).
 */
class ForbiddenRecordsFlowTest extends BareContextSupport {

    private static final String FLOW = "zendesk-users--powerofficego-customers-person";
    private static final int FORBIDDEN = 300;
    private static final int ALL = 340;

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
    private final Person person = new Person(sandbox);
    private final List<String> users = new ArrayList<>();
    private Database database;
    private ShippedRoutes routes;

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        sandbox.close();
    }

    private void open(TestDatabase kind) throws Exception {
        database = kind.open();
        routes = new ShippedRoutes(context(), database, sandbox, FLOW);
        routes.load("routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + FLOW + ".camel.yaml");
        for (int i = 1; i <= ALL; i++) {
            users.add(person.newUser(email(i)));
            person.powerOffice(
                    "POST",
                    "_sandbox/customers",
                    "{\"Id\":" + i + ",\"IsPerson\":true,\"EmailAddress\":\"" + email(i) + "\"}");
        }
        assertThat(routes.sync()).isEmpty();
        sandbox.powerofficego().forget();
    }

    private static String email(int number) {
        return "p" + number + "@mail.example";
    }

    private void edit(int from, int to, String email) {
        for (int i = from; i <= to; i++) {
            String identities = "users/" + users.get(i - 1) + "/identities";
            JsonNode added = person.zendesk(
                    "POST",
                    identities + ".json",
                    "{\"identity\":{\"type\":\"email\",\"value\":\"" + email + email(i) + "\",\"verified\":true}}");
            person.zendesk(
                    "PUT", identities + "/" + added.path("identity").path("id").asText() + "/make_primary.json", "{}");
        }
    }

    private List<Integer> customersWith(String email) {
        return IntStream.rangeClosed(1, ALL)
                .filter(i -> person.powerOffice("GET", "v2/Customers/" + i, null)
                        .path("EmailAddress")
                        .asText()
                        .equals(email + email(i)))
                .boxed()
                .toList();
    }

    private void forbid(String paths) {
        sandbox.powerofficego().faults().set(InjectedFaults.Kind.FORBIDDEN, Integer.MAX_VALUE, "PATCH", paths);
    }

    private long parked() {
        return database.jdbi().withHandle(h -> h.createQuery("select count(*) from park")
                .mapTo(Long.class)
                .one());
    }

    private long tries() {
        return sandbox.powerofficego().asked().stream()
                .filter(asked -> asked.method().equals("PATCH"))
                .count();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    /** The ids of a protected folder. */
    private void forbidTheFirst() {
        forbid("/v2/Customers/(\\d{1,2}|[12]\\d\\d|300)");
    }

    @Tag("thorough")
    @ParameterizedTest
    @OnOneDatabase
    void threeHundredThatMustNotBeWritten_keepNoneBehindThemWaiting(TestDatabase kind) throws Exception {
        open(kind);
        edit(1, ALL, "new");
        forbidTheFirst();
        assertThat(routes.sync()).isEmpty();
        assertThat(customersWith("new")).isEqualTo(range(FORBIDDEN + 1, ALL));
        assertThat(parked()).isEqualTo(FORBIDDEN);
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void anAccountWithoutTheRight_parksNobody_andAllIsWrittenOnceItHasIt(TestDatabase kind) throws Exception {
        open(kind);
        edit(1, ALL, "new");
        forbid(".*");
        for (int i = 1; i <= 3; i++) {
            assertThat(routes.sync()).containsExactly("powerofficego/customers-person");
            assertThat(parked()).isZero();
            assertThat(tries()).as("in sync " + i).isLessThanOrEqualTo(125L * i);
        }
        sandbox.powerofficego().faults().set(InjectedFaults.Kind.NONE, 0, ".*");
        assertThat(routes.sync()).isEmpty();
        assertThat(customersWith("new")).hasSize(ALL);
        assertThat(parked()).isZero();
    }

    /** Nothing else was left to write when they were met: the first edit of another one shows that it is theirs alone. */
    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(names = "H2")
    void theNextEditOfAnotherOne_isWritten_thoughOnlyForbiddenOnesWait(TestDatabase kind) throws Exception {
        open(kind);
        edit(1, FORBIDDEN, "new");
        forbidTheFirst();
        assertThat(routes.sync()).containsExactly("powerofficego/customers-person");
        assertThat(parked()).isZero();
        edit(ALL, ALL, "new");
        assertThat(routes.sync()).isEmpty();
        assertThat(customersWith("new")).containsExactly(ALL);
        assertThat(parked()).isEqualTo(FORBIDDEN);
    }
}
