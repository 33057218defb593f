package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Tuning;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.operator.Lists;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The work of a statement that runs for each chunk doesn't grow with the store. A scenario of all that rounds and probes do
 * runs against a store whose statements are recorded; then the store gets many rows, in the same flows and feeds and in
 * others, and each recorded statement is run again, and says how many rows it read.
 */
class StatementPlansTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/projects");

    private static final Flow PEOPLE = Flows.flow(
            LinkPolicy.MATCHED_OR_CREATE,
            USERS,
            CONTACTS,
            List.of(List.of(new MatchPair("email", "email")), List.of(new MatchPair("name", "name"))),
            Flows.row("email", "email"),
            Flows.row("name", "name"),
            Flows.row("phone", "phone", ConflictPolicy.MANUAL, FirstMergePolicy.MANUAL, Direction.BOTH));
    private static final Flow WORK = Flows.every(
            TICKETS,
            PROJECTS,
            Flows.row("subject", "title"),
            Flows.reference("requester", "customer", USERS, CONTACTS));

    /** Rows of the scenario's own flows and feeds. H2 plans by the index, PostgreSQL by the numbers of rows. */
    private static int own(TestDatabase database) {
        return database == TestDatabase.H2 ? 2_000 : 4_000;
    }

    /** All rows of a table. */
    private static int all(TestDatabase database) {
        return (database == TestDatabase.H2 ? 3 : 10) * own(database);
    }

    /** More than the scenario has, less than {@link #own}. */
    private static final int FEW = 1_000;

    /** A few look-ups for each key of one flow's two sides. */
    private static int many(TestDatabase database) {
        return 8 * own(database);
    }

    private static final List<String> LARGE = List.of(
            "snapshot", "not_live", "match_key", "link", "imported_link", "history", "park", "conflict", "unresolved");

    /**
     * What runs once a round or less often, or once for each look at a flow, and walks over that flow alone. Each stands
     * with words that only it has.
     */
    private static final List<String> WALKS = List.of(
            "select t.match_key, (select max(s.record_id)", // whose rivals went away, after a change
            "k.match_key > ? or k.record_id > ?", // who has no partner left, after a change
            "count(distinct s.record_id)", // ambiguous
            "select (select count(*) from snapshot where", // waiting
            "select s.record_id from not_live n", // who was deleted long ago
            "select count(*) from link where", // linked, creating
            "select distinct id / 500 from link", // where a list of links reads
            "select count(*) from park where",
            "select count(*) from unresolved where",
            "select count(*) from conflict where flow",
            "from unresolved u join link mine", // references that wait and could be resolved by now
            "delete from match_key where flow = ? and side = ?", // once, after a flow's file has changed
            "select distinct row_id from conflict where flow = ?"); // once, after a flow's file has changed

    private final TickingClock clock = new TickingClock();

    @ParameterizedTest
    @EnumSource
    void noStatementReadsMoreThanItsChunk(TestDatabase database) throws SQLException {
        String url = database.url();
        Map<String, Recorder.Execution> statements = recorded(database, url, this::scenario);
        assertThat(statements).hasSizeGreaterThan(50);
        Map<String, String> tooMuch = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(url, database.user, "")) {
            fill(connection, database);
            tooMuch.putAll(tooMuch(connection, database, statements));
            tooMuch.putAll(
                    tooMuch(connection, database, recorded(database, url, store -> piecesOfMuch(store, database))));
        }
        assertThat(tooMuch).isEmpty();
    }

    private static Map<String, Recorder.Execution> recorded(TestDatabase database, String url, Consumer<Database> work)
            throws SQLException {
        Recorder recorder = new Recorder();
        DriverManager.registerDriver(recorder);
        try (Database store = Database.open(recorder.url(url), database.user, "")) {
            work.accept(store);
        } finally {
            DriverManager.deregisterDriver(recorder);
        }
        return recorder.statements();
    }

    private static Map<String, String> tooMuch(
            Connection connection, TestDatabase database, Map<String, Recorder.Execution> statements)
            throws SQLException {
        Map<String, String> tooMuch = new LinkedHashMap<>();
        connection.setAutoCommit(false);
        for (Map.Entry<String, Recorder.Execution> recorded : statements.entrySet()) {
            if (canBeExplained(recorded.getKey())) {
                Plan plan = plan(connection, database, recorded.getKey(), recorded.getValue());
                boolean walks = WALKS.stream().anyMatch(recorded.getKey()::contains);
                if (plan.tableScan() || plan.rows() > (walks ? many(database) : FEW)) {
                    tooMuch.put(recorded.getKey(), plan.toString());
                }
            }
        }
        connection.setAutoCommit(true);
        return tooMuch;
    }

    /** What reads a long list piece by piece reads no more than the piece each time. */
    private void piecesOfMuch(Database store, TestDatabase database) {
        ModelEntity users = new ModelEntity(USERS, clock, "email", "name", "phone");
        ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name", "phone");
        try (TestEngine engine =
                new TestEngine(store, List.of(PEOPLE), Map.of(USERS, users, CONTACTS, contacts), clock)) {
            assertThat(engine.engine()
                            .feeds()
                            .changes(USERS, -all(database), Long.MAX_VALUE, Tuning.DEFAULT.chunkRecords()))
                    .hasSize(Tuning.DEFAULT.chunkRecords());
            engine.engine().waiting().eachUnlinked(PEOPLE, one -> one.snapshot().get());
            long[] links = {0};
            new Lists(store.jdbi(), engine.engine().waiting()).eachLink(List.of(PEOPLE), link -> links[0]++);
            assertThat(links[0]).isGreaterThanOrEqualTo(own(database));
            assertThat(engine.decisions("kim").retryAll(List.of(PEOPLE.id()))).isEqualTo(own(database));
        }
    }

    /** New rows with values of their own are looked up nowhere. */
    private static boolean canBeExplained(String sql) {
        return LARGE.stream().anyMatch(table -> sql.matches("(?s).*\\b" + table + "\\b.*"))
                && Stream.of("select", "update", "delete", "insert").anyMatch(sql::startsWith)
                && !(sql.startsWith("insert") && sql.contains(" values "))
                && !sql.contains("flyway")
                && !sql.contains("information_schema");
    }

    /** Each kind of work that rounds and probes have. Its feeds have even numbers; see {@link #fill}. */
    private void scenario(Database store) {
        List<EntityKey> entities = List.of(USERS, CONTACTS, TICKETS, PROJECTS);
        for (int i = 0; i < entities.size(); i++) {
            addFeed(store, 2 * i + 2, entities.get(i).toString());
        }
        ModelEntity users = new ModelEntity(USERS, clock, "email", "name", "phone");
        ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "name", "phone");
        ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "requester");
        ModelEntity projects = new ModelEntity(PROJECTS, clock, "title", "customer");
        for (int i = 0; i < 60; i++) {
            users.add("" + i, Map.of("email", i + "@x", "name", "n" + i, "phone", "1"));
            contacts.add("c" + i, Map.of("email", i + "@x", "name", "n" + i, "phone", i < 3 ? "2" : "1"));
            tickets.add("t" + i, Map.of("subject", "s" + i, "requester", i < 50 ? "" + i : "90"));
        }
        users.add("80", Map.of("email", "twins@x", "name", "one", "phone", "1"));
        users.add("81", Map.of("email", "twins@x", "name", "two", "phone", "1"));
        contacts.add("c80", Map.of("email", "twins@x", "name", "three", "phone", "1"));
        try (TestEngine engine = new TestEngine(
                store,
                List.of(PEOPLE, WORK),
                Map.of(USERS, users, CONTACTS, contacts, TICKETS, tickets, PROJECTS, projects),
                clock)) {
            engine.sync();
            engine.decisions("kim").unlink(PEOPLE, "7");
            users.edit("4", Map.of("phone", "4"));
            contacts.edit("c5", Map.of("phone", "5"));
            users.edit("6", Map.of("phone", "6"));
            contacts.edit("c6", Map.of("phone", "7"));
            users.edit("10", Map.of("fax", "edited in what no row maps"));
            contacts.edit("c10", Map.of("fax", "edited in what no row maps"));
            users.presence("81", Presence.DELETED);
            tickets.presence("t1", Presence.DELETED);
            users.add("90", Map.of("email", "90@x", "name", "n90", "phone", "1"));
            engine.sync();
            contacts.vanish("c9");
            engine.engine().feeds().wantPass(List.of(USERS, CONTACTS, TICKETS, PROJECTS));
            engine.sync();
            for (Flow flow : List.of(PEOPLE, WORK)) {
                FlowTotals.of(store.jdbi(), engine.engine().waiting(), flow);
            }
        }
        Snapshots.forgetDeleted(store.jdbi(), clock.instant());
        StoredLedger ledger = new StoredLedger(store.jdbi());
        ledger.claim("desk.requests", 10, Duration.ofMinutes(1), clock.instant());
        ledger.used("desk.requests", Instant.EPOCH);
        ledger.closeUntil("desk.requests", clock.instant(), clock.instant());
        ledger.closedUntil("desk.requests", clock.instant());
    }

    private static final String ADD_FEED =
            "insert into feed (id, entity, properties, complete, last_sequence, updated_ms)"
                    + " values (%d, '%s', '[]', %s, 0, 0)";

    private static void addFeed(Database store, int id, String entity) {
        store.jdbi().useHandle(h -> h.execute(String.format(ADD_FEED, id, entity, false)));
    }

    /** Many rows, {@link #own} of them in the scenario's own flows and feeds, before all that is new there: below feed 4 there is no feed 3. */
    private static void fill(Connection connection, TestDatabase database) throws SQLException {
        String numbers = database == TestDatabase.H2
                ? "(select x from system_range(1, " + all(database) + ") r(x)) n(x)"
                : "generate_series(1, " + all(database) + ") n(x)";
        String flow = "case when x <= " + own(database) + " then '" + PEOPLE.id() + "' when x <= " + 2 * own(database)
                + " then '" + WORK.id() + "' else 'other flow ' || mod(x, 6) end";
        String id = "cast('f' || x as varchar)";
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 8; i++) {
                statement.execute(String.format(ADD_FEED, 2 * i + 10, "other/entity" + i, true));
            }
            statement.execute(
                    "insert into snapshot (place, feed_id, record_id, presence, modified_ms, written_ms, met_sequence,"
                            + " body, changed_at) select (mod(x, 12) + 1) * 2 * 1099511627776 - x,"
                            + " (mod(x, 12) + 1) * 2, " + id + ", 'LIVE', 0, 0, -x,"
                            + " '{\"name\":\"some text that makes a row as wide as those of life are at the least\"}', '{}'"
                            + " from " + numbers);
            statement.execute(
                    "insert into not_live (feed_id, record_id) select (mod(x, 12) + 1) * 2, 'n' || x from " + numbers);
            for (String side : List.of("SOURCE", "TARGET")) {
                statement.execute("insert into match_key (flow, side, alternative, match_key, record_id) select " + flow
                        + ", '" + side + "', 0, " + id + ", " + id + " from " + numbers);
            }
            statement.execute("insert into link (flow, source_id, target_id, state, held_source, held_target, since_ms,"
                    + " attempted_ms, created, baseline, version) select " + flow + ", " + id + ", " + id
                    + ", 'linked', " + id
                    + ", " + id + ", 0, 0, false, '{}', 0 from " + numbers);
            statement.execute(
                    "insert into imported_link (link_id, flow) select id, flow from link where flow like 'other flow%'");
            statement.execute(
                    "insert into history (at_ms, flow, event, source, target, because, who, changes) select 0, " + flow
                            + ", 'written', 'desk/users/f' || x, 'shop/contacts/f' || x, '', '', '[]' from " + numbers);
            statement.execute("insert into park (flow, side, record_id, property, reason, attempts, since_ms) select "
                    + flow + ", 'SOURCE', " + id + ", '', 'a test', 1, 0 from " + numbers);
            statement.execute(
                    "insert into conflict (flow, link_id, row_id, property, state, since_ms, rule) select flow, id,"
                            + " 'phone', 'phone', 'resolved', 0, '' from link where source_id like 'f%'");
            statement.execute(
                    "insert into unresolved (link_id, row_id, flow, from_entity, from_id, to_entity) select id,"
                            + " 'phone', flow, 'desk/users', source_id, 'other/entity' from link where source_id like 'f%'");
            statement.execute("analyze");
        }
    }

    /** @param rows that were read, by all parts of the statement */
    private record Plan(boolean tableScan, long rows, String text) {
        @Override
        public String toString() {
            return rows + " rows" + (tableScan ? ", a whole table" : "") + ": " + text;
        }
    }

    private static Plan plan(Connection connection, TestDatabase database, String sql, Recorder.Execution execution)
            throws SQLException {
        String explain = database == TestDatabase.H2 ? "explain analyze " : "explain (analyze, format json) ";
        try (PreparedStatement statement = connection.prepareStatement(explain + sql)) {
            execution.bind(statement);
            StringBuilder text = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    text.append(rows.getString(1)).append('\n');
                }
            }
            return database == TestDatabase.H2 ? h2(text.toString()) : postgresql(text.toString());
        } finally {
            connection.rollback();
        }
    }

    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

    private static Plan h2(String text) {
        long rows = 0;
        Matcher scanned = SCANNED.matcher(text);
        while (scanned.find()) {
            rows += Long.parseLong(scanned.group(1));
        }
        boolean scans = LARGE.stream().anyMatch(table -> text.toLowerCase().contains("public." + table + ".tablescan"));
        return new Plan(scans, rows, text);
    }

    private static Plan postgresql(String text) {
        try {
            JsonNode top = Json.MAPPER.readTree(text).get(0).get("Plan");
            return new Plan(scansTable(top), rows(top), text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean scansTable(JsonNode plan) {
        boolean mine = plan.path("Node Type").asText().equals("Seq Scan")
                && LARGE.contains(plan.path("Relation Name").asText());
        return mine || children(plan).anyMatch(StatementPlansTest::scansTable);
    }

    private static long rows(JsonNode plan) {
        long mine = plan.has("Relation Name")
                ? (plan.path("Actual Rows").asLong()
                                + plan.path("Rows Removed by Filter").asLong()
                                + plan.path("Rows Removed by Index Recheck").asLong())
                        * plan.path("Actual Loops").asLong()
                : 0;
        return mine + children(plan).mapToLong(StatementPlansTest::rows).sum();
    }

    private static Stream<JsonNode> children(JsonNode plan) {
        return Stream.iterate(0, i -> i < plan.path("Plans").size(), i -> i + 1)
                .map(i -> plan.get("Plans").get(i));
    }
}
