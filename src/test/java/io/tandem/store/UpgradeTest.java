package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.sim.ModelEntity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that an earlier release filled is brought up to date when it is opened, and goes on where it stood. */
class UpgradeTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));
    private static final int RECORDS = 300;

    /** In the order in which their rows refer to each other. */
    private static final List<String> FIRST_TABLES = List.of(
            "account", "feed", "snapshot", "match_key", "link", "flow_progress", "wake", "park", "cross_reference");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");

    /** The first schema kept them by record. They are made again, since nobody noted what had made them. */
    @ParameterizedTest
    @EnumSource
    void comparesByTheKeysOfTheFirstSchema(TestDatabase kind) throws SQLException {
        Flow matched = Flows.matched(TICKETS, PROJECTS, new MatchPair("subject", "name"), Flows.row("subject", "name"));
        IntStream.range(0, RECORDS).forEach(i -> tickets.add("t" + i, Map.of("subject", "subject " + i)));
        String old = kind.newUrl();
        try (Connection keepsItOpen = DriverManager.getConnection(old, kind.user, "")) {
            Flyway.configure().dataSource(old, kind.user, "").target("1").load().migrate();
            try (Database filled = kind.open()) {
                sync(filled, matched);
                filled.jdbi().useHandle(h -> copy(h.getConnection(), keepsItOpen));
            }
            keepsItOpen
                    .createStatement()
                    .execute("update match_key set match_key = 'of another rule' where record_id = 't8'");
            projects.add("p7", Map.of("name", "subject 7"));
            projects.add("p8", Map.of("name", "subject 8"));

            try (Database upgraded = Database.open(old, kind.user, "")) {
                int keys = upgraded.jdbi().withHandle(h -> h.createQuery("select count(*) from match_key")
                        .mapTo(Integer.class)
                        .one());
                assertThat(keys).isEqualTo(RECORDS);
                sync(upgraded, matched);
                Map<String, Link> links = upgraded.jdbi()
                        .withHandle(h -> Links.holding(h, matched.id(), Side.SOURCE, List.of("t7", "t8")));
                assertThat(links).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithTheLinksOfTheFirstSchema_andWritesNothingAnew(TestDatabase kind) throws SQLException {
        IntStream.range(0, RECORDS).forEach(i -> tickets.add("t" + i, Map.of("subject", "subject " + i)));
        String old = kind.newUrl();
        try (Connection keepsItOpen = DriverManager.getConnection(old, kind.user, "")) {
            Flyway.configure().dataSource(old, kind.user, "").target("1").load().migrate();
            try (Database filled = kind.open()) {
                sync(filled);
                filled.jdbi().useHandle(h -> copy(h.getConnection(), keepsItOpen));
            }
            int writes = writes();

            try (Database upgraded = Database.open(old, kind.user, "")) {
                sync(upgraded);
                assertThat(writes()).isEqualTo(writes);
                Map<String, Link> links = upgraded.jdbi()
                        .withHandle(h -> Links.holding(h, FLOW.id(), Side.SOURCE, List.of("t0", "t299")));
                assertThat(links).hasSize(2);
                tickets.edit("t7", Map.of("subject", "after the upgrade"));
                sync(upgraded);
            }
        }
        assertThat(projects.all())
                .hasSize(RECORDS)
                .filteredOn(r -> r.values().get("name").asText().equals("after the upgrade"))
                .hasSize(1);
    }

    private int writes() {
        return tickets.calls("write") + projects.calls("write");
    }

    private void sync(Database store) {
        sync(store, FLOW);
    }

    private void sync(Database store, Flow flow) {
        try (TestEngine engine =
                new TestEngine(store, List.of(flow), Map.of(TICKETS, tickets, PROJECTS, projects), clock)) {
            engine.sync();
        }
    }

    /** What the first schema knew of. */
    private static void copy(Connection from, Connection to) throws SQLException {
        for (String table : FIRST_TABLES) {
            List<String> columns = columns(to, table);
            String names = String.join(", ", columns);
            String places = columns.stream().map(c -> "?").collect(Collectors.joining(", "));
            try (Statement select = from.createStatement();
                    ResultSet rows = select.executeQuery("select " + asNow(names) + " from " + table);
                    PreparedStatement insert =
                            to.prepareStatement("insert into " + table + " (" + names + ") values (" + places + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    /** What has become of columns that are no longer there. */
    private static String asNow(String names) {
        return names.replaceAll("(?i)\\becho\\b", "met_sequence < sequence")
                .replaceAll("(?i)\\bsequence\\b", "place - feed_id * 1099511627776");
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + table + " where 1 = 0")) {
            ResultSetMetaData data = rows.getMetaData();
            return IntStream.rangeClosed(1, data.getColumnCount())
                    .mapToObj(i -> name(data, i))
                    .toList();
        }
    }

    private static String name(ResultSetMetaData data, int column) {
        try {
            return data.getColumnName(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
