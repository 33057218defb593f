package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.LinkState;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store of the time when all records had match keys: after the upgrade, those that no link holds have theirs, and as many
 * wait as a walk finds, whatever the states of links and records.
 */
class CountedUpgradeTest {

    private static final String FLOW = "people";
    private static final String UNSEEN = "UNSEEN";
    private static final List<String> SEEN = List.of("LIVE", "DELETED", "LEFT", UNSEEN);

    private final Set<String> free = new TreeSet<>();
    private long place;

    @ParameterizedTest
    @EnumSource
    void findsWhoIsFree(TestDatabase database) throws SQLException {
        String url = database.newUrl();
        try (Connection keepsItOpen = DriverManager.getConnection(url, database.user, "")) {
            Flyway.configure()
                    .dataSource(url, database.user, "")
                    .target("21")
                    .load()
                    .migrate();
            fill(Jdbi.create(keepsItOpen));
            try (Database upgraded = Database.open(url, database.user, "")) {
                upgraded.jdbi().useHandle(this::check);
            }
        }
    }

    private void check(Handle handle) {
        Set<String> keys = new TreeSet<>(handle.createQuery("select side || ' ' || record_id from match_key")
                .mapTo(String.class)
                .list());
        assertThat(keys).isEqualTo(free);
        int feed = FeedTable.state(handle, EntityKey.parse("desk/users")).id();
        assertThat(Snapshots.countUnlinked(handle, feed, FLOW))
                .isEqualTo(Snapshots.unlinked(handle, feed, FLOW, 0, 1_000).size())
                .isEqualTo(3);
    }

    private void fill(Jdbi old) {
        old.useHandle(h -> {
            for (String entity : List.of("desk/users", "shop/contacts")) {
                h.execute(
                        "insert into feed (entity, properties, complete, last_sequence, updated_ms) values (?, '[]', true, 0, 0)",
                        entity);
            }
            for (String presence : SEEN) {
                for (LinkState state : LinkState.values()) {
                    String source = seen(h, 1, "SOURCE", presence, state);
                    String target = seen(h, 2, "TARGET", "LIVE", state);
                    link(h, state, source, state == LinkState.CREATING ? null : target);
                }
                seen(h, 1, "SOURCE", presence, LinkState.UNLINKED, "alone-" + presence);
            }
            link(h, LinkState.CREATING, null, seen(h, 2, "TARGET", "LIVE", LinkState.CREATING, "made-for"));
            seen(h, 1, "SOURCE", "LIVE", LinkState.UNLINKED, "held-elsewhere");
            link(h, LinkState.LINKED, "held-elsewhere", "t", "other flow");
        });
    }

    private String seen(Handle handle, int feed, String side, String presence, LinkState state) {
        return seen(handle, feed, side, presence, state, side + "-" + state.word() + "-" + presence + "-" + place);
    }

    /** @param state of the link that its record is going to have; one that is unlinked has none that holds it */
    private String seen(Handle handle, int feed, String side, String presence, LinkState state, String id) {
        place++;
        if (!presence.equals(UNSEEN)) {
            handle.execute(
                    "insert into snapshot (place, feed_id, record_id, presence, modified_ms, written_ms, met_sequence, body,"
                            + " changed_at) values (?, ?, ?, ?, 0, 0, 0, '{}', '{}')",
                    Snapshots.place(feed, place),
                    feed,
                    id,
                    presence);
        }
        if (presence.equals("LIVE")) {
            handle.execute(
                    "insert into match_key (flow, side, alternative, match_key, record_id) values (?, ?, 0, ?, ?)",
                    FLOW,
                    side,
                    "key of " + id,
                    id);
            if (state == LinkState.UNLINKED || state == LinkState.CREATING) {
                free.add(side + " " + id);
            }
        }
        return id;
    }

    private static void link(Handle handle, LinkState state, String source, String target) {
        link(handle, state, source, target, FLOW);
        if (state != LinkState.CREATING) {
            handle.execute(
                    "insert into imported_link (link_id, flow) select id, flow from link where source_id = ?", source);
        }
    }

    private static void link(Handle handle, LinkState state, String source, String target, String flow) {
        boolean holds = state != LinkState.UNLINKED;
        handle.execute(
                "insert into link (flow, source_id, target_id, state, held_source, held_target, since_ms, attempted_ms,"
                        + " created, baseline, version) values (?, ?, ?, ?, ?, ?, 0, 1, false, '{}', 0)",
                flow,
                source,
                target,
                state.word(),
                holds ? source : null,
                holds ? target : null);
    }
}
