package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.sim.PassingOn;
import io.tandem.store.Database;
import io.tandem.store.Links;
import io.tandem.store.Parked;
import io.tandem.system.EntityClient;
import io.tandem.system.Page;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;

/** One record never stops a flow, whatever the store refuses of it: it is listed, and all others go on. */
class OddRecordsFlowTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, Flows.row("subject", "name"));
    private static final String TOO_LONG = "v".repeat(1_001);

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name");
    private final Map<String, String> listedTokens = new TreeMap<>();
    private final Map<String, String> answeredTokens = new TreeMap<>();
    private Database store;
    private TestEngine engine;

    private void open(TestDatabase database) {
        store = database.open();
        engine = new TestEngine(store, List.of(FLOW), Map.of(TICKETS, listing(), PROJECTS, answering()), clock);
    }

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private List<String> unreadable = List.of();

    private EntityClient listing() {
        return new PassingOn(tickets) {
            @Override
            public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
                UnaryOperator<SyncRecord> odd = record -> withToken(record, listedTokens);
                inner.fetch(
                        watermark,
                        properties,
                        page -> pages.accept(new Page(
                                page.records().stream().map(odd).toList(),
                                page.watermark(),
                                page.clockOffset(),
                                unreadable)));
            }
        };
    }

    private EntityClient answering() {
        return new PassingOn(projects) {
            @Override
            public List<WriteResult> write(List<Write> writes, Set<String> properties) {
                return inner.write(writes, properties).stream()
                        .map(result -> result instanceof WriteResult.Written written
                                ? (WriteResult) new WriteResult.Written(
                                        withToken(written.record(), answeredTokens),
                                        written.answered(),
                                        written.refused())
                                : result)
                        .toList();
            }
        };
    }

    private static SyncRecord withToken(SyncRecord record, Map<String, String> tokens) {
        return new SyncRecord(
                record.key(),
                record.values(),
                record.modified(),
                tokens.getOrDefault(record.key().id(), record.token()),
                record.presence());
    }

    private void addTickets(String... ids) {
        for (String id : ids) {
            tickets.add(id, Map.of("subject", "ticket " + id.charAt(0)));
        }
    }

    private void sync() {
        engine.sync();
        assertThat(engine.stopped()).isEmpty();
    }

    private List<String> names() {
        return projects.all().stream()
                .map(project -> project.values().get("name").textValue())
                .sorted()
                .toList();
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, FLOW.id()));
    }

    @ParameterizedTest
    @OnOneDatabase
    void listsARecordThatCanNotBeStored_andStoresAllOthersOfItsPage(TestDatabase database) {
        open(database);
        addTickets("1", "2", "3", "4", "5");
        listedTokens.put("2", TOO_LONG);
        listedTokens.put("5", TOO_LONG);
        sync();

        assertThat(names()).containsExactly("ticket 1", "ticket 3", "ticket 4");
        assertThat(parked()).extracting(Parked::recordId).containsExactlyInAnyOrder("2", "5");
        assertThat(parked()).allSatisfy(row -> assertThat(row.reason())
                .contains("can't be stored", "longer than the store can hold")
                .doesNotContain(TOO_LONG));

        listedTokens.clear();
        tickets.edit("2", Map.of("subject", "better"));
        tickets.edit("5", Map.of("subject", "better too"));
        sync();
        assertThat(names()).containsExactly("better", "better too", "ticket 1", "ticket 3", "ticket 4");
        assertThat(parked()).isEmpty();
    }

    @ParameterizedTest
    @OnOneDatabase
    void listsRecordsWhoseIdsNoStoreHolds(TestDatabase database) {
        open(database);
        addTickets("1", "2" + "0".repeat(400), "3\u0000", "4\ud83d");
        sync();

        assertThat(names()).containsExactly("ticket 1");
        assertThat(parked()).hasSize(3).allSatisfy(row -> assertThat(row.recordId())
                .matches("\\P{Cc}{2,80}"));
        sync();
        assertThat(parked()).hasSize(3);
    }

    @ParameterizedTest
    @OnOneDatabase
    void saysWhatIsWrongWithAnId(TestDatabase database) {
        open(database);
        addTickets("1", "2" + "0".repeat(400));
        unreadable = List.of(" ");
        sync();
        assertThat(parked())
                .extracting(Parked::reason)
                .containsExactlyInAnyOrder(
                        "it can't be stored: its id is blank. It takes no part",
                        "it can't be stored: its id has 401 characters, and is too long or has characters that no id"
                                + " has. It takes no part");
    }

    @ParameterizedTest
    @OnOneDatabase
    void parksAWriteWhoseAnswerCanNotBeStored_andTheOthersGoOn_withoutADuplicate(TestDatabase database) {
        open(database);
        addTickets("1", "2", "3", "4");
        answeredTokens.put("2", TOO_LONG);
        sync();

        assertThat(names()).containsExactly("ticket 1", "ticket 2", "ticket 3", "ticket 4");
        assertThat(parked()).singleElement().satisfies(row -> {
            assertThat(row.recordId()).isEqualTo("2");
            assertThat(row.reason())
                    .contains("desk/tickets/2", "can't be stored", "longer than the store can hold")
                    .doesNotContain(TOO_LONG, "SQL");
        });

        answeredTokens.clear();
        tickets.edit("2", Map.of("subject", "ticket two"));
        sync();
        assertThat(names()).containsExactly("ticket 1", "ticket 3", "ticket 4", "ticket two");
        assertThat(parked()).isEmpty();
        Map<String, Link> links =
                store.jdbi().withHandle(h -> Links.holding(h, FLOW.id(), Side.SOURCE, List.of("1", "2", "3", "4")));
        assertThat(links.values()).hasSize(4).allSatisfy(link -> assertThat(link.targetId())
                .isNotNull());
    }

    @ParameterizedTest
    @OnOneDatabase
    void losesNoEdit_thatComesWhileAnAnswerCanNotBeStored(TestDatabase database) {
        open(database);
        addTickets("1", "2");
        sync();
        answeredTokens.put("2", TOO_LONG);
        tickets.edit("1", Map.of("subject", "one"));
        tickets.edit("2", Map.of("subject", "two"));
        sync();
        assertThat(names()).containsExactly("one", "two");

        answeredTokens.clear();
        projects.edit("2", Map.of("name", "a person's"));
        sync();
        assertThat(names()).containsExactly("a person's", "one");
        assertThat(tickets.text("2", "subject")).isEqualTo("a person's");
        assertThat(parked()).isEmpty();
    }
}
