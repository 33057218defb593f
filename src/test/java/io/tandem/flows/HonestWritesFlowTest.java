package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Side;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.Homes;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.record.RecordKey;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Parked;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 9, for each system through its shipped descriptor: somebody edits the record after we read it and before we
 * write it. Nothing is overwritten, and both edits end on both sides.
 */
class HonestWritesFlowTest extends BareContextSupport {

    /** A way in which some system's records are written, and the request before which the other edit slips in. */
    enum Written {
        /** safe_update with the updated_stamp. */
        ZENDESK_TICKETS("zendesk-tickets--custompms-project", Side.SOURCE, "PUT .*/tickets/update_many.json") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.rows("subject", "name", "external_id", "description");
                String id = test.madeInZendesk("tickets", "{\"ticket\":{\"subject\":\"a\",\"external_id\":\"b\"}}");
                test.source = Place.zendesk(test.person, "tickets", id);
                test.target = Place.pms(test.person, "projects", "zendesk/tickets", id);
            }
        },
        /** No condition: read again. */
        ZENDESK_ORGANIZATIONS(
                "zendesk-organizations--custompms-customer", Side.SOURCE, "GET .*/organizations/show_many.json.*") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.rows("name", "name", "notes", "description");
                String id = test.madeInZendesk("organizations", "{\"organization\":{\"name\":\"a\",\"notes\":\"b\"}}");
                test.source = Place.zendesk(test.person, "organizations", id);
                test.target = Place.pms(test.person, "customers", "zendesk/organizations", id);
            }
        },
        /** No condition: read again. */
        ZENDESK_USERS("zendesk-users--powerofficego-contactperson", Side.SOURCE, "GET .*/users/show_many.json.*") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.contactOfUser("name", "firstName", "phone", "phoneNumber");
            }
        },
        /** The calls that make another address the primary one begin with a look at the present one. */
        ZENDESK_USERS_EMAIL(
                "zendesk-users--powerofficego-contactperson", Side.SOURCE, "GET .*/users/\\d+/identities.json") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.contactOfUser("email", "emailAddress", "phone", "phoneNumber");
            }
        },
        /** No reliable condition: read again. */
        SALESFORCE_TASK("salesforce-task--custompms-task", Side.SOURCE, "GET .*queryAll.*WHERE Id IN.*") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.rows("Subject", "name", "Description", "description");
                test.made("Task", "task", "tasks", "{\"Subject\":\"a\",\"Description\":\"b\"}");
            }
        },
        SALESFORCE_ORGANIZATION(
                "salesforce-organization--custompms-customer", Side.SOURCE, "GET .*queryAll.*WHERE Id IN.*") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.rows("Name", "name", "Phone", "phone");
                test.made("Organization", "organization", "customers", "{\"Name\":\"a\",\"Phone\":\"b\"}");
            }
        },
        SALESFORCE_DIVISION("salesforce-division--custompms-customer", Side.SOURCE, "GET .*queryAll.*WHERE Id IN.*") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.rows("Name", "name", "SortOrder", "description");
                test.made("Division", "division", "customers", "{\"Name\":\"a\",\"SortOrder\":\"b\"}");
            }
        },
        /** JSON Patch with a test of each value. */
        POWEROFFICE_CUSTOMERS(
                "zendesk-users--powerofficego-customers-person", Side.TARGET, "PATCH /v2/Customers/\\d+") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.rows("name", "FirstName", "phone", "PhoneNumber");
                String id = test.user();
                test.person.powerOffice(
                        "POST",
                        "_sandbox/customers",
                        "{\"Id\":77,\"IsPerson\":true,\"EmailAddress\":\"one@example.com\",\"FirstName\":\"a\",\"PhoneNumber\":\"b\"}");
                test.source = Place.zendesk(test.person, "users", id);
                test.target = Place.customer(test.person, "77");
            }
        },
        /** v1 has no condition: read again. */
        POWEROFFICE_CONTACTS_V1(
                "zendesk-users--powerofficego-contactperson",
                Side.TARGET,
                "GET .*/PartyContactPerson/.*\\(Id eq 77\\).*") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.contactOfUser("name", "firstName", "phone", "phoneNumber");
            }
        },
        /** JSON Patch with a test of each value. */
        POWEROFFICE_CONTACTS_V2(
                "zendesk-users--powerofficego-contactperson", Side.TARGET, "PATCH /v2/ContactPersons/1/77") {
            @Override
            void open(HonestWritesFlowTest test) {
                test.settings.put("powerofficego.contactperson-api", "v2");
                test.contactOfUser("name", "firstName", "phone", "phoneNumber");
            }
        },
        /** if_version. */
        CUSTOMPMS("zendesk-tickets--custompms-project", Side.TARGET, "POST .*/projects/batch") {
            @Override
            void open(HonestWritesFlowTest test) {
                ZENDESK_TICKETS.open(test);
            }
        };

        private final String flow;
        private final Side side;
        private final String request;

        Written(String flow, Side side, String request) {
            this.flow = flow;
            this.side = side;
            this.request = request;
        }

        abstract void open(HonestWritesFlowTest test);

        /** The paths of the calls that change its record. */
        String writes() {
            return switch (this) {
                case ZENDESK_USERS_EMAIL -> "/api/v2/users/\\d+/identities.*";
                case SALESFORCE_TASK, SALESFORCE_ORGANIZATION, SALESFORCE_DIVISION -> ".*/composite/sobjects";
                case POWEROFFICE_CUSTOMERS -> "/v2/Customers/.*";
                case POWEROFFICE_CONTACTS_V1 -> ".*/Customer/\\d+/Contact/";
                case POWEROFFICE_CONTACTS_V2 -> "/v2/ContactPersons/.*";
                case CUSTOMPMS -> ".*/batch";
                default -> ".*/update_many.json";
            };
        }
    }

    /** Each look at the clock is a second after the one before: stamps of whole seconds tell any two edits apart. */
    private static final class Hurrying extends Clock {

        private final AtomicLong ahead = new AtomicLong();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plusSeconds(ahead.incrementAndGet());
        }
    }

    @TempDir
    Path home;

    private final Map<String, String> settings = new TreeMap<>();
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(new Hurrying()));
    private final Database database = TestDatabase.H2.open();
    private final Person person = new Person(sandbox);
    private final AtomicInteger times = new AtomicInteger();
    private String flow;
    private String[] rows;
    private Place source;
    private Place target;
    private ShippedRoutes routes;

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        sandbox.close();
    }

    private void rows(String... rows) {
        this.rows = rows;
    }

    private String madeInZendesk(String kind, String body) {
        return person.zendesk("POST", kind + ".json", body)
                .path(kind.substring(0, kind.length() - 1))
                .path("id")
                .asText();
    }

    private String user() {
        return madeInZendesk(
                "users",
                "{\"user\":{\"name\":\"a\",\"phone\":\"b\",\"role\":\"end-user\",\"email\":\"one@example.com\"}}");
    }

    private void contactOfUser(String... rows) {
        rows(rows);
        String id = user();
        person.powerOffice("POST", "_sandbox/customers", "{\"Id\":1,\"IsPerson\":false}");
        person.powerOffice(
                "POST",
                "_sandbox/contacts",
                "{\"id\":77,\"partyId\":1,\"partyCustomerCode\":1,\"emailAddress\":\"one@example.com\",\"firstName\":\"a\",\"phoneNumber\":\"b\"}");
        source = Place.zendesk(person, "users", id);
        target = Place.contact(person, "77");
    }

    private void made(String object, String entity, String collection, String body) {
        String id =
                person.salesforce("POST", "sobjects/" + object, body).path("id").asText();
        source = Place.salesforce(person, object, id);
        target = Place.pms(person, collection, "salesforce/" + entity, id);
    }

    private void open(Written written) throws Exception {
        flow = written.flow;
        settings.putAll(sandbox.settings());
        written.open(this);
        configure();
        routes = new ShippedRoutes(context(), database, settings, home, flow);
        routes.load("routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + flow + ".camel.yaml");
        assertThat(routes.sync()).isEmpty();
    }

    /** The shipped files, with the two rows of this test where the demo's would be. */
    private void configure() throws IOException {
        Homes.impatient(home);
        StringBuilder extra = new StringBuilder("flow: " + flow + "\nextra:\n");
        for (int i = 0; i < rows.length; i += 2) {
            if (!rows[i].equals("email")) {
                extra.append("  - {source: " + rows[i] + ", target: " + rows[i + 1] + ", type: string}\n");
            }
        }
        Files.writeString(home.resolve("config/sandbox/flows/" + flow + ".yaml"), extra);
    }

    private SandboxSystem system(Written written) {
        String name = written.side == Side.SOURCE
                ? flow.split("-")[0]
                : flow.split("--")[1].split("-")[0];
        return Stream.of(sandbox.zendesk(), sandbox.salesforce(), sandbox.powerofficego(), sandbox.custompms())
                .filter(system -> system.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The property of the first or second row on one side. */
    private String property(Side side, int row) {
        return rows[2 * row + (side == Side.SOURCE ? 0 : 1)];
    }

    private Place at(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    /** Somebody's edit of the record that is about to be written, once. */
    private void inBetween(Written written, String property, String value) {
        AtomicBoolean done = new AtomicBoolean();
        system(written).witness((method, address, body) -> {
            String asked = method + " " + URLDecoder.decode(address, StandardCharsets.UTF_8);
            if (asked.matches(written.request)) {
                times.incrementAndGet();
                if (done.compareAndSet(false, true)) {
                    at(written.side).edit(property, value);
                }
            }
        });
    }

    private void syncUntilQuiet() {
        assertThat(routes.sync()).isEmpty();
        assertThat(routes.sync()).isEmpty();
        assertThat(times.get()).as("requests of that kind").isPositive();
    }

    private List<Conflicts.Conflict> conflicts() {
        return database.jdbi().withHandle(h -> StoredConflicts.of(h, flow));
    }

    private void bothSidesSay(int row, String value) {
        for (Side side : Side.values()) {
            assertThat(at(side).read(property(side, row)))
                    .as("%s %s", side, property(side, row))
                    .isEqualTo(value);
        }
    }

    /** One of each kind of condition. */
    static Stream<Written> oneOfEachKind() {
        return Stream.of(
                Written.ZENDESK_TICKETS,
                Written.ZENDESK_ORGANIZATIONS,
                Written.ZENDESK_USERS_EMAIL,
                Written.POWEROFFICE_CUSTOMERS,
                Written.POWEROFFICE_CONTACTS_V1,
                Written.CUSTOMPMS);
    }

    /** One with a condition, one that is read again before, one with a test of each value. */
    static Stream<Written> three() {
        return Stream.of(Written.ZENDESK_TICKETS, Written.POWEROFFICE_CONTACTS_V1, Written.POWEROFFICE_CUSTOMERS);
    }

    static Stream<Written> notOneOfThree() {
        return without(three().toList());
    }

    static Stream<Written> others() {
        return without(oneOfEachKind().toList());
    }

    private static Stream<Written> without(List<Written> first) {
        return Stream.of(Written.values()).filter(written -> !first.contains(written));
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("notOneOfThree")
    void bothEditsEndOnBothSides_inTheOtherSystemsToo(Written written) throws Exception {
        bothEditsEndOnBothSides_whenSomebodyEditsAnotherPropertyMeanwhile(written);
    }

    @ParameterizedTest
    @MethodSource("three")
    void bothEditsEndOnBothSides_whenSomebodyEditsAnotherPropertyMeanwhile(Written written) throws Exception {
        open(written);
        Side other = written.side.other();
        at(other).edit(property(other, 0), "ours@example.com");
        inBetween(written, property(written.side, 1), "theirs");
        syncUntilQuiet();
        bothSidesSay(0, "ours@example.com");
        bothSidesSay(1, "theirs");
        assertThat(conflicts()).isEmpty();
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("others")
    void theLaterEditStands_inTheOtherSystemsToo(Written written) throws Exception {
        theLaterEditStandsAndTheOtherIsRecorded_whenSomebodyEditsTheSamePropertyMeanwhile(written);
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void theLaterEditStandsAndTheOtherIsRecorded_whenSomebodyEditsTheSamePropertyMeanwhile(Written written)
            throws Exception {
        open(written);
        Side other = written.side.other();
        at(other).edit(property(other, 0), "ours@example.com");
        inBetween(written, property(written.side, 0), "theirs@example.com");
        syncUntilQuiet();
        bothSidesSay(0, "theirs@example.com");
        bothSidesSay(1, "b");
        assertThat(conflicts()).hasSize(1);
    }

    private List<Parked> parked() {
        return database.jdbi().withHandle(h -> StoredParked.of(h, flow));
    }

    /** What history says was written to the side of this test. */
    private List<Entry> written(Written written) {
        return database.jdbi().withHandle(h -> {
            List<String> ids = h.createQuery(
                            "select " + (written.side == Side.SOURCE ? "source_id" : "target_id") + " from link")
                    .mapTo(String.class)
                    .list();
            RecordKey record = routes.flow().entity(written.side).record(ids.get(0));
            return History.of(h, record, 100).stream()
                    .filter(entry -> entry.event() == Event.WRITTEN && record.equals(entry.record()))
                    .toList();
        });
    }

    /** Answered 204, and nothing was done: what stood before is nobody's edit, and no history says that it was written. */
    @ParameterizedTest
    @MethodSource("three")
    void aWriteWithoutEffect_isParked_andTheOldValueNeverTravelsBack(Written written) throws Exception {
        open(written);
        Side other = written.side.other();
        String old = at(written.side).read(property(written.side, 0));
        at(other).edit(property(other, 0), "ours@example.com");
        system(written).faults().set(InjectedFaults.Kind.IGNORED, Integer.MAX_VALUE, written.writes());
        assertThat(routes.sync()).isEmpty();
        assertThat(routes.sync()).isEmpty();
        assertThat(at(other).read(property(other, 0))).isEqualTo("ours@example.com");
        assertThat(at(written.side).read(property(written.side, 0))).isEqualTo(old);
        assertThat(parked()).singleElement().satisfies(parked -> assertThat(parked.nextTry())
                .isNotNull());
        assertThat(written(written)).isEmpty();
        system(written).faults().set(InjectedFaults.Kind.NONE, 0, ".*");
        at(written.side).edit(property(written.side, 1), "theirs");
        assertThat(routes.sync()).isEmpty();
        assertThat(routes.sync()).isEmpty();
        bothSidesSay(0, "ours@example.com");
        bothSidesSay(1, "theirs");
        assertThat(parked()).isEmpty();
        assertThat(written(written)).hasSize(1);
    }

    /** Its answers show the record; one that shows nothing is no sign that ours came before the other edit. */
    @Test
    void bothEditsAreInAConflict_whenOursIsAnsweredWithNothingAndNotDone() throws Exception {
        open(Written.CUSTOMPMS);
        source.edit(property(Side.SOURCE, 0), "ours");
        inBetween(Written.CUSTOMPMS, property(Side.TARGET, 0), "theirs");
        sandbox.custompms().faults().set(InjectedFaults.Kind.IGNORED, 1, Written.CUSTOMPMS.writes());
        syncUntilQuiet();
        bothSidesSay(0, "theirs");
        assertThat(conflicts()).hasSize(1);
        assertThat(written(Written.CUSTOMPMS)).isEmpty();
        assertThat(parked()).isEmpty();
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("notOneOfThree")
    void aWriteWithoutEffect_isParked_inTheOtherSystemsToo(Written written) throws Exception {
        aWriteWithoutEffect_isParked_andTheOldValueNeverTravelsBack(written);
    }
}
