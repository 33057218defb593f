package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.kit.Person;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.InjectedFaults.Kind;
import io.tandem.sandbox.Records;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Single records refuse, lie, break, are slow or vanish, all drawn, while the application is killed with SIGKILL at random moments:
 * and new records come on both sides: at the end no edit is lost, all other pairs are in step, each new pair is linked, each new
 * ticket has one project, and each record that can't be written is named.
 *
 * <p>It takes more than a minute, so that only {@code mvn verify -Pthorough} runs it; {@code hostile.first} is its first seed.
 */
@Tag("thorough")
@Execution(ExecutionMode.CONCURRENT)
class HostileRecordsIT {

    private static final int SEEDS = Integer.getInteger("hostile.seeds", 1);
    private static final long FIRST = Long.getLong("hostile.first", 1);
    private static final int PAIRS = 40;
    private static final int KILLS = 2;
    private static final int BAD = 8;

    /** New records of each kind that come before each kill. */
    private static final int NEW = 4;

    private static final String FLOW = "zendesk-users--powerofficego-customers-person";
    private static final String CREATING = "zendesk-tickets--custompms-project";

    /** What a record does for good. */
    private static final List<Kind> FOR_GOOD =
            List.of(Kind.BAD_REQUEST, Kind.FORBIDDEN, Kind.IGNORED, Kind.PAGE, Kind.ERROR);

    /** What a record does a few times. */
    private static final List<Kind> FOR_A_WHILE =
            List.of(Kind.ERROR_AFTER, Kind.CUT_AFTER, Kind.CUT, Kind.ERROR, Kind.SLOW, Kind.EMPTY, Kind.TOO_MANY);

    /** One drawn history. */
    private static final class Story implements AutoCloseable {
        private final Random random;
        private final Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
        private final Person person = new Person(sandbox);
        private final Installed tandem;
        private final Store store;
        private final List<String> users = new ArrayList<>();
        private final Map<Integer, Kind> bad = new LinkedHashMap<>();
        private final Set<Integer> forAWhile = new HashSet<>();
        private final List<String> newPairs = new ArrayList<>();
        private int vanished;

        Story(long seed, Store store) {
            this.random = new Random(seed);
            this.store = store;
            this.tandem = store.settings(new Installed("hostile-" + store + "-" + seed)
                    .against(sandbox, "zendesk", "powerofficego", "custompms"));
            tandem.with("park.first-pause", "1s").with("park.longest-pause", "2s");
            tandem.with("zendesk.budget.exports", "none").with("zendesk.budget.users", "none");
        }

        @Override
        public void close() {
            sandbox.close();
        }

        private static String email(String word, int number) {
            return word + number + "@mail.example";
        }

        void pairs() {
            for (int i = 1; i <= PAIRS; i++) {
                users.add(person.newUser(email("p", i)));
                newCustomer(i, email("p", i));
            }
            assertThat(sync()).as("the first sync, see " + tandem.log()).isZero();
        }

        int sync() {
            return tandem.run("sync", FLOW, CREATING);
        }

        void newCustomer(int id, String email) {
            person.powerOffice(
                    "POST",
                    "_sandbox/customers",
                    "{\"Id\":" + id + ",\"IsPerson\":true,\"EmailAddress\":\"" + email + "\"}");
        }

        /** Users and customers that are the same by their emails, in either order, and tickets. */
        void newRecords() {
            for (int i = 0; i < NEW; i++) {
                int customer = PAIRS + newPairs.size() + 1;
                boolean customerFirst = random.nextBoolean();
                if (customerFirst) {
                    newCustomer(customer, email("young", customer));
                }
                newPairs.add(person.newUser(email("young", customer)));
                if (!customerFirst) {
                    newCustomer(customer, email("young", customer));
                }
                person.zendesk(
                        "POST",
                        "tickets.json",
                        "{\"ticket\":{\"subject\":\"t" + customer + "\",\"requester_id\":"
                                + newPairs.get(newPairs.size() - 1) + ",\"description\":\"d\"}}");
            }
        }

        void draw() {
            List<Integer> all =
                    new ArrayList<>(IntStream.rangeClosed(1, PAIRS).boxed().toList());
            Collections.shuffle(all, random);
            InjectedFaults faults = sandbox.powerofficego().faults();
            for (int i = 0; i < BAD; i++) {
                int id = all.get(i);
                Kind kind = FOR_GOOD.get(random.nextInt(FOR_GOOD.size()));
                bad.put(id, kind);
                faults.add(kind, Integer.MAX_VALUE, "PATCH", "/v2/Customers/" + id);
            }
            for (int i = BAD; i < 2 * BAD; i++) {
                forAWhile.add(all.get(i));
                faults.add(
                        FOR_A_WHILE.get(random.nextInt(FOR_A_WHILE.size())),
                        1 + random.nextInt(3),
                        random.nextBoolean() ? "PATCH" : ".*",
                        "/v2/Customers/" + all.get(i));
            }
            vanished = all.get(2 * BAD);
            for (int i = 0; i < 2; i++) {
                Kind kind = FOR_A_WHILE.get(random.nextInt(FOR_A_WHILE.size()));
                sandbox.custompms().faults().add(kind, 1 + random.nextInt(2), "POST", ".*/projects/batch");
            }
            sandbox.custompms().faults().lag(Duration.ofMillis(random.nextInt(3_000)));
            sandbox.zendesk().faults().add(Kind.CUT, random.nextInt(2), "GET", ".*/incremental/.*");
            sandbox.zendesk().faults().add(Kind.TOO_MANY, random.nextInt(2), "GET", ".*");
        }

        /** Every email changes on one side. */
        void edit(int from, int to) {
            for (int i = from; i <= to; i++) {
                String identities = "users/" + users.get(i - 1) + "/identities";
                JsonNode added = person.zendesk(
                        "POST",
                        identities + ".json",
                        "{\"identity\":{\"type\":\"email\",\"value\":\"" + email("new", i) + "\",\"verified\":true}}");
                person.zendesk(
                        "PUT",
                        identities + "/" + added.path("identity").path("id").asText() + "/make_primary.json",
                        "{}");
            }
        }

        void killInBetween() throws Exception {
            for (int i = 0; i < KILLS; i++) {
                newRecords();
                boolean inCreates = random.nextBoolean();
                int before = asked(inCreates);
                Process sync = tandem.start("sync", FLOW, CREATING);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> asked(inCreates) > before + (inCreates ? 1 : 2) || !sync.isAlive());
                long until = System.nanoTime() + random.nextInt(800) * 1_000_000L;
                Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() > until);
                sync.destroyForcibly().waitFor();
                store.leasesRunOut(tandem);
            }
        }

        private int asked(boolean inCreates) {
            return (inCreates
                            ? sandbox.custompms().asked()
                            : sandbox.powerofficego().asked())
                    .size();
        }

        String customer(int id) {
            return person.powerOffice("GET", "v2/Customers/" + id, null)
                    .path("EmailAddress")
                    .asText();
        }

        String user(int id) {
            return person.zendesk("GET", "users/show_many.json?ids=" + users.get(id - 1), null)
                    .path("users")
                    .path(0)
                    .path("email")
                    .asText();
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNoEdit_andNamesEachRecordThatCanNotBeWritten(Store store) throws Exception {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try (Story story = new Story(seed, store)) {
                tell(story, "seed " + seed + ", see " + story.tandem.log());
            }
        }
    }

    private static void tell(Story story, String where) throws Exception {
        story.pairs();
        story.draw();
        story.edit(1, PAIRS);
        story.killInBetween();
        story.person.powerOffice("DELETE", "v2/Customers/" + story.vanished, null);
        for (int i = 0; i < 2; i++) {
            story.sync();
        }
        String parked = answer(story, "parked");
        story.sandbox.powerofficego().faults().set(Kind.NONE, 0, ".*");
        story.sandbox.zendesk().faults().set(Kind.NONE, 0, ".*");
        story.sandbox.custompms().faults().set(Kind.NONE, 0, ".*");
        for (int i = 1; i <= PAIRS; i++) {
            assertThat(story.user(i)).as("the edit of user " + i + ", " + where).isEqualTo(Story.email("new", i));
        }
        story.bad.forEach((id, kind) -> assertThat(parked)
                .as("customer " + id + ", " + kind + ", " + where)
                .containsPattern("customers-person/" + id + "\\b"));
        assertInStep(story, id -> !story.bad.containsKey(id) && !story.forAWhile.contains(id), where);
        story.tandem.run("retry", "--all");
        story.sync();
        assertInStep(story, id -> true, where + ", after their trouble");
        assertNewRecordsOnce(story, where);
    }

    private static void assertNewRecordsOnce(Story story, String where) throws IOException {
        Map<String, Integer> projects = Records.byReference(story.sandbox, "projects");
        assertThat(projects).as("projects by ticket, " + where).hasSize(Records.liveTickets(story.sandbox));
        assertThat(projects.values()).as("projects of one ticket, " + where).containsOnly(1);
        assertThat(Records.liveTickets(story.sandbox)).as("tickets").isEqualTo(KILLS * NEW);
        String links = answer(story, "links");
        for (int i = 0; i < story.newPairs.size(); i++) {
            assertThat(links)
                    .as("new pairs, " + where)
                    .containsPattern("linked +zendesk/users/" + story.newPairs.get(i)
                            + " +<-> +powerofficego/customers-person/" + (PAIRS + i + 1) + "\\b");
        }
    }

    private static void assertInStep(Story story, IntPredicate wanted, String where) {
        assertThat(IntStream.rangeClosed(1, PAIRS)
                        .filter(id -> id != story.vanished)
                        .filter(wanted)
                        .filter(id -> !story.customer(id).equals(Story.email("new", id))))
                .as("customers without the edit of their user, " + where + ", " + story.bad)
                .isEmpty();
    }

    private static String answer(Story story, String command) throws IOException {
        int before = Files.readString(story.tandem.log()).length();
        story.tandem.run(command);
        return Files.readString(story.tandem.log()).substring(before);
    }
}
