package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.FactsBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Parked;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 14: what a complete list leaves out is confirmed by a direct read before it counts as deleted. */
class FullPassTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity model = new ModelEntity(USERS, clock, "email", "name");
    private final System users = new System();
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private Feeds feeds = feeds(Flows.row("email", "email"));

    private Feeds feeds(Row... rows) {
        Flow flow = Flows.every(USERS, CONTACTS, rows);
        return new Feeds(store.jdbi(), leases, clock, key -> users, new FeedNeeds(List.of(flow), key -> users.facts()));
    }

    /** The model, of which a test can take the direct reads away and make rows unreadable. */
    private final class System implements EntityClient {

        private boolean canReadMany = true;
        private List<String> unreadable = List.of();
        private List<String> refused = List.of();
        private Runnable whileItIsFetched = () -> {};
        private final List<String> asked = new ArrayList<>();

        @Override
        public EntityFacts facts() {
            EntityFacts facts = model.facts();
            return FactsBuilder.like(facts)
                    .can(canReadMany, EntityFacts.Operation.READ_MANY)
                    .build();
        }

        @Override
        public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
            whileItIsFetched.run();
            model.fetch(
                    watermark,
                    properties,
                    page -> pages.accept(new Page(
                            page.records().stream()
                                    .filter(r -> !unreadable.contains(r.key().id()))
                                    .toList(),
                            page.watermark(),
                            page.clockOffset(),
                            unreadable)));
        }

        @Override
        public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
            known.forEach(record -> asked.add(record.key().id()));
            Reading reading = model.readMany(known, properties);
            Map<String, Refusal> unread = new TreeMap<>();
            known.stream()
                    .map(record -> record.key().id())
                    .filter(refused::contains)
                    .forEach(id -> unread.put(id, new Refusal(Refusal.Kind.INVALID, "HTTP 400", null)));
            reading.gone().removeAll(unread.keySet());
            return new Reading(reading.found(), reading.gone(), unread, reading.broken());
        }

        @Override
        public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
            return model.lookUp(externalRefs, properties);
        }

        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            return model.write(writes, properties);
        }
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private void add(int records) {
        for (int i = 1; i <= records; i++) {
            model.add("" + i, Map.of("email", i + "@x", "name", "n" + i));
        }
        increment();
    }

    private void increment() {
        feeds.update(USERS, clock.instant());
    }

    private void fullPass() {
        feeds.wantPass(List.of(USERS));
        increment();
    }

    private Presence presence(String id) {
        return feeds.snapshots(USERS, List.of(id)).get(id).record().presence();
    }

    private List<String> changedAfter(long sequence) {
        return feeds.changes(USERS, sequence, Long.MAX_VALUE, 1_000).stream()
                .map(Snapshot::id)
                .toList();
    }

    @Test
    void isMadeOnceMore_whenItWasWantedWhileAnotherWasUnderWay() {
        users.whileItIsFetched = () -> feeds.wantPass(List.of(USERS));
        increment();
        assertThat(feeds.state(USERS).passWanted())
                .as("wanted in a first fetch")
                .isTrue();
        increment();
        assertThat(feeds.state(USERS).passWanted()).as("wanted in a wanted one").isTrue();
        users.whileItIsFetched = () -> {};
        increment();
        assertThat(feeds.state(USERS).passWanted()).isFalse();
    }

    @Test
    void findsWhatVanished_asAChange_andNothingElse() {
        add(3);
        long before = feeds.state(USERS).sequence();
        model.vanish("2");
        increment();
        assertThat(changedAfter(before)).isEmpty();
        fullPass();
        assertThat(changedAfter(before)).containsExactly("2");
        assertThat(presence("2")).isEqualTo(Presence.DELETED);
        assertThat(presence("3")).isEqualTo(Presence.LIVE);
        assertThat(users.asked).containsExactly("2");
    }

    @Test
    void wantsOnePass_forEachThatWasAskedFor() {
        add(2);
        fullPass();
        model.vanish("2");
        increment();
        assertThat(presence("2")).isEqualTo(Presence.LIVE);
        fullPass();
        assertThat(presence("2")).isEqualTo(Presence.DELETED);
    }

    @Test
    void asksNobodyAboutTheFirstList_norTwiceAboutTheDead() {
        add(2);
        assertThat(users.asked).isEmpty();
        model.vanish("2");
        fullPass();
        fullPass();
        assertThat(users.asked).containsExactly("2");
    }

    @Test
    void keepsWhatAListLeftOut_butADirectReadShows() {
        add(2);
        clock.pass(Duration.ofMinutes(1));
        model.edit("2", Map.of("email", "new@x"));
        model.unlist("2");
        fullPass();
        Snapshot seen = feeds.snapshots(USERS, List.of("2")).get("2");
        assertThat(seen.record().presence()).isEqualTo(Presence.LIVE);
        assertThat(seen.record().values().get("email").textValue()).isEqualTo("new@x");
    }

    @Test
    void takesNothingForDeleted_thatCannotBeReadDirectly() {
        users.canReadMany = false;
        add(2);
        model.vanish("2");
        fullPass();
        assertThat(presence("2")).isEqualTo(Presence.LIVE);
        assertThat(users.asked).isEmpty();
    }

    @Test
    void takesNothingForDeleted_whenTheListBrokeOff_andCatchesUpWithTheNext() {
        add(3);
        model.vanish("2");
        model.failAfter(1);
        assertThatThrownBy(this::fullPass).hasMessage("broke off");
        assertThat(presence("2")).isEqualTo(Presence.LIVE);
        clock.pass(Duration.ofMinutes(1));
        model.failAfter(Integer.MAX_VALUE);
        increment();
        assertThat(presence("2")).isEqualTo(Presence.DELETED);
    }

    @Test
    void confirmsPieceByPiece() {
        add(201);
        for (int i = 1; i <= 201; i++) {
            model.vanish("" + i);
        }
        long before = feeds.state(USERS).sequence();
        fullPass();
        assertThat(changedAfter(before)).hasSize(201);
        assertThat(users.asked).doesNotHaveDuplicates().hasSize(201);
    }

    @Test
    void aListReadForOtherPropertiesIsCompleteToo() {
        add(2);
        model.vanish("2");
        feeds = feeds(Flows.row("email", "email"), Flows.row("name", "name"));
        increment();
        assertThat(presence("2")).isEqualTo(Presence.DELETED);
    }

    @Test
    void aRecordThatCannotBeReadIsParked_neitherDeletedNorForgotten_untilItCan() {
        add(2);
        users.unreadable = List.of("2");
        fullPass();
        assertThat(presence("2")).isEqualTo(Presence.LIVE);
        assertThat(users.asked).isEmpty();
        assertThat(parked()).singleElement().satisfies(row -> {
            assertThat(row.recordId()).isEqualTo("2");
            assertThat(row.side()).isEqualTo(Side.SOURCE);
        });
        users.unreadable = List.of();
        model.edit("2", Map.of("email", "new@x"));
        increment();
        assertThat(parked()).isEmpty();
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, "desk-users--shop-contacts"));
    }

    @Test
    void anAbsentRecordThatCanNotBeRead_isListedAndLeftAlone_andThePassEnds() {
        model.add("1", Map.of("email", "a@x"));
        model.add("2", Map.of("email", "b@x"));
        feeds.update(USERS, clock.instant());
        SyncRecord back = model.get("1");
        model.vanish("1");
        model.vanish("2");
        users.refused = List.of("1");
        feeds.wantPass(List.of(USERS));
        feeds.update(USERS, clock.instant());

        assertThat(feeds.state(USERS).passWanted()).isFalse();
        assertThat(feeds.snapshots(USERS, List.of("1", "2")))
                .satisfies(found -> assertThat(found.get("1").record().live()).isTrue())
                .satisfies(found -> assertThat(found.get("2").record().live()).isFalse());
        assertThat(parked()).singleElement().satisfies(one -> {
            assertThat(one.recordId()).isEqualTo("1");
            assertThat(one.reason()).contains("can't be read by itself: HTTP 400");
        });

        model.add("1", Map.of("email", back.values().get("email").asText()));
        feeds.update(USERS, clock.instant());
        assertThat(parked()).isEmpty();
    }
}
