package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.OnOneDatabase;
import io.tandem.kit.StoredParked;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.FeedTable;
import io.tandem.store.History;
import io.tandem.store.ImportFile;
import io.tandem.store.Links;
import io.tandem.store.Parked;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links that were made elsewhere come in whole or not at all, before or after their records are seen. */
class LinkImportTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey LEADS = EntityKey.parse("shop/leads");
    private static final Flow MATCHED =
            Flows.matched(USERS, CONTACTS, new MatchPair("email", "email"), Flows.row("phone", "phone"));
    private static final Flow EVERY = Flows.every(USERS, LEADS, Flows.row("phone", "phone"));
    private static final List<Flow> FLOWS = List.of(MATCHED, EVERY);

    private final TickingClock clock = new TickingClock();
    private final ModelEntity users = new ModelEntity(USERS, clock, "email", "phone");
    private final ModelEntity contacts = new ModelEntity(CONTACTS, clock, "email", "phone");
    private final ModelEntity leads = new ModelEntity(LEADS, clock, "phone");
    private final Database store = TestDatabase.H2.open();
    private TestEngine engine = engine(store, FLOWS);

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private TestEngine engine(Database database, List<Flow> flows) {
        return new TestEngine(database, flows, Map.of(USERS, users, CONTACTS, contacts, LEADS, leads), clock);
    }

    private void user(String id) {
        users.add(id, Map.of("email", id + "@desk", "phone", "phone of " + id));
    }

    private void contact(String id) {
        contacts.add(id, Map.of("email", id + "@shop"));
    }

    private int take(String... lines) {
        return take(store, false, String.join("\n", lines));
    }

    private int take(Database database, boolean dryRun, String text) {
        LinkImport linkImport = new LinkImport(
                database.jdbi(), engine.engine().references(), engine.engine().leases());
        try {
            return linkImport.run(
                    new ImportFile("links.csv", "ann", clock.instant()), FLOWS, new StringReader(text), dryRun);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Fault> faults(String... lines) {
        List<String> before = table();
        try {
            take(lines);
            throw new AssertionError("nothing was wrong");
        } catch (ConfigurationFault wrong) {
            assertThat(table()).isEqualTo(before);
            return wrong.faults();
        }
    }

    private List<String> table() {
        return table(store);
    }

    private List<String> table(Database database) {
        List<String> lines = new ArrayList<>(List.of(LinkTable.HEADER));
        new Lists(database.jdbi(), engine.engine().waiting())
                .eachLink(FLOWS, row -> lines.add(LinkTable.line(row.flow(), row.source(), row.target(), row.state())));
        return lines;
    }

    private List<Parked> parked() {
        return store.jdbi().withHandle(h -> StoredParked.of(h, MATCHED.id(), EVERY.id()));
    }

    @Test
    void linksBeforeTheFirstFetch_mergeInsteadOfBeingCreatedAgain() {
        assertThat(take("source,target", "desk/users/1,shop/leads/7", "desk/users/1,shop/contacts/11"))
                .isEqualTo(2);
        user("1");
        leads.add("7", Map.of());
        contact("11");
        engine.sync();
        assertThat(leads.text("7", "phone")).isEqualTo("phone of 1");
        assertThat(contacts.text("11", "phone")).isEqualTo("phone of 1");
        assertThat(leads.all()).hasSize(1);
        assertThat(parked()).isEmpty();
    }

    @Test
    void createsNothing_whileImportedLinksNameRecordsThatWereNeverSeen() {
        user("1");
        user("9");
        leads.add("7", Map.of());
        leads.add("79", Map.of());
        take("source,target", "desk/users/1-mistyped,shop/leads/7", "desk/users/9,shop/leads/79");
        engine.sync();
        engine.sync();
        assertThat(leads.all()).hasSize(2);
        engine.decisions("ann").unlink(EVERY, "1-mistyped");
        take("source,target", "desk/users/1,shop/leads/7");
        user("2");
        engine.sync();
        assertThat(leads.text("7", "phone")).isEqualTo("phone of 1");
        assertThat(leads.all()).hasSize(3);
    }

    @Test
    void carriesEdits_whileItsCreatesWait_andListsTheLinksThatHoldThem() {
        user("9");
        leads.add("79", Map.of());
        leads.add("7", Map.of());
        take("source,target", "desk/users/1-mistyped,shop/leads/7", "desk/users/9,shop/leads/79");
        engine.sync();
        assertThat(leads.text("79", "phone")).isEqualTo("phone of 9");
        users.edit("9", Map.of("phone", "edited"));
        user("3");
        engine.sync();
        assertThat(leads.text("79", "phone")).isEqualTo("edited");
        leads.edit("79", Map.of("phone", "edited back"));
        engine.sync();
        assertThat(users.text("9", "phone")).isEqualTo("edited back");
        assertThat(leads.all()).hasSize(2);
        assertThat(parked()).extracting(Parked::recordId).containsExactly("1-mistyped");
        engine.decisions("ann").unlink(EVERY, "1-mistyped");
        engine.sync();
        assertThat(leads.all())
                .hasSize(3)
                .filteredOn(lead -> lead.values().get("phone").asText().equals("phone of 3"))
                .hasSize(1);
    }

    @Test
    void linksOfRecordsThatWaited_mergeInTheNextRound() {
        user("1");
        contact("11");
        engine.sync();
        take("source,target", "desk/users/1,shop/contacts/11");
        engine.sync();
        assertThat(contacts.text("11", "phone")).isEqualTo("phone of 1");
    }

    @Test
    void whatIsLinkedSoAlready_isNoFaultAndNotCounted() {
        String[] lines = {"source,target", "desk/users/1,shop/contacts/11", "desk/users/2,shop/contacts/12"};
        assertThat(take(lines)).isEqualTo(2);
        assertThat(take(lines)).isZero();
    }

    @Test
    void aPartnerThatIsNeverSeen_isListedForAPerson_untilItAppearsOrIsUnlinked() {
        take("source,target", "desk/users/1,shop/contacts/404", "desk/users/2,shop/contacts/405");
        user("1");
        user("2");
        engine.sync();
        assertThat(parked()).extracting(Parked::recordId).containsExactlyInAnyOrder("404", "405");
        assertThat(parked().get(0).reason())
                .contains("shop/contacts/404 is linked with desk/users/1, but was not seen yet")
                .contains("tandem unlink " + MATCHED.id() + " 1");
        contact("404");
        engine.sync();
        assertThat(contacts.text("404", "phone")).isEqualTo("phone of 1");
        engine.decisions("ann").unlink(MATCHED, "2");
        assertThat(parked()).isEmpty();
    }

    @Test
    void aSourceThatIsNeverSeen_isListed_alsoIfItsPartnerIsNot() {
        take("source,target", "desk/users/404,shop/contacts/11", "desk/users/405,shop/contacts/406");
        contact("11");
        engine.sync();
        assertThat(parked()).extracting(Parked::recordId).contains("404", "405");
        contacts.edit("11", Map.of("phone", "of 11"));
        engine.sync();
        assertThat(parked()).extracting(Parked::recordId).contains("404", "405");
        user("404");
        user("405");
        contact("406");
        engine.sync();
        assertThat(parked()).isEmpty();
        assertThat(contacts.text("406", "phone")).isEqualTo("phone of 405");
    }

    @Test
    void retryingWhatIsStillUnseen_keepsItListed() {
        take("source,target", "desk/users/404,shop/contacts/11");
        engine.sync();
        engine.decisions("ann").retry(parked().stream().map(Parked::id).toList());
        engine.sync();
        assertThat(parked()).singleElement().satisfies(p -> {
            assertThat(p.attempts()).isEqualTo(2);
            assertThat(p.nextTry()).isNull();
        });
    }

    @Test
    void aRecordThatWasDeletedBeforeTandemSawIt_deletesNoPartner() {
        engine.close();
        Flow propagating = FlowBuilder.of(USERS, LEADS)
                .id(EVERY.id())
                .link(EVERY.link())
                .rows(EVERY.rows())
                .deletes(DeletePolicy.PROPAGATE)
                .build();
        engine = engine(store, List.of(propagating));
        take("source,target", "desk/users/1,shop/leads/7", "desk/users/2,shop/leads/8");
        user("1");
        user("2");
        users.presence("1", Presence.DELETED);
        leads.add("7", Map.of());
        leads.add("8", Map.of());
        engine.sync();
        assertThat(table()).contains(LinkTable.line(EVERY.id(), "desk/users/1", "shop/leads/7", "source-deleted"));
        users.presence("2", Presence.DELETED);
        engine.sync();
        assertThat(leads.get("7").live()).isTrue();
        assertThat(leads.get("8").live()).isFalse();
    }

    @ParameterizedTest
    @OnOneDatabase
    void whatIsExported_comesInUnchanged_intoAnEmptyStore(TestDatabase kind) {
        for (String id : List.of("1", "2", "3")) {
            user(id);
            contacts.add("1" + id, Map.of("email", id + "@desk"));
        }
        engine.sync();
        engine.decisions("ann").unlink(MATCHED, "2");
        contacts.presence("13", Presence.DELETED);
        engine.sync();
        store.jdbi()
                .useTransaction(h -> Links.insert(
                        h, io.tandem.chunk.Link.creating(EVERY.id(), Side.SOURCE, "a,\"b\"", "key", clock.instant())));
        assertThat(table())
                .anyMatch(line -> line.endsWith(",unlinked"))
                .anyMatch(line -> line.endsWith(",target-deleted"))
                .anyMatch(line -> line.endsWith(",creating"));
        try (Database other = kind.open();
                TestEngine onOther = engine(other, FLOWS)) {
            int taken = take(other, false, String.join("\r\n", table()));
            assertThat(taken).isEqualTo(table().size() - 1);
            assertThat(table(other)).containsExactlyInAnyOrderElementsOf(table());
            onOther.sync();
            assertThat(table(other)).containsExactlyInAnyOrderElementsOf(table());
            assertThat(leads.all()).hasSize(3);
        }
    }

    @Test
    void aDryRunChangesNothing() {
        assertThat(take(store, true, "source,target\ndesk/users/1,shop/contacts/11"))
                .isEqualTo(1);
        assertThat(table()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope,desk/users/1,shop/leads/7, | unknown flow nope. Known: ",
                "desk-users--shop-leads,desk/users/1,shop/contacts/7, | desk-users--shop-leads does not link desk/users"
                        + " with shop/contacts. Name one in the column flow: desk-users--shop-contacts",
                ",shop/leads/7,desk/users/1, | no flow links shop/leads with desk/users",
                ",desk/users,shop/leads/7, | wanted system/entity/id",
                ",desk/nobody/1,shop/leads/7, | unknown entity desk/nobody. Known: desk/users, shop/contacts, shop/leads",
                ",desk/users/1,, | not a record key",
                ",desk/users/1,shop/leads/7,maybe | unknown state maybe. Known: creating, linked",
                ",desk/users/1,,creating | several flows link desk/users. Name one in the column flow",
                ",desk/users/1,shop/leads/7,creating | a link that is creating has one record only; its partner is not made yet",
                ",desk/users/8,shop/leads/7, | desk/users/8 stands in line 2 already; links are one to one",
                ",desk/users/9,shop/leads/9, | shop/leads/9 stands in line 2 already; links are one to one",
                ",desk/users/8,shop/leads/9,unlinked | this pair stands in line 2 already",
                ",desk/users/50,shop/contacts/1, | desk/users/50 is linked already, to shop/contacts/51. Unlink it"
                        + " first: tandem unlink desk-users--shop-contacts 50",
                ",desk/users/1,shop/contacts/51, | shop/contacts/51 is linked already, to desk/users/50",
                ",desk/users/50,shop/contacts/51,unlinked | the pair is linked; unlink it with: tandem unlink",
                ",desk/users/60,shop/contacts/61, | an operator unlinked the pair; to link it again: tandem"
                        + " link desk-users--shop-contacts 60 61",
                ",desk/users/70,shop/leads/71, | desk/users/70 is about to get a partner created; sync first",
            })
    void saysWhatIsWrongInWhichLine(String row, String message) {
        take(
                LinkTable.HEADER,
                ",desk/users/50,shop/contacts/51,",
                ",desk/users/60,shop/contacts/61,unlinked",
                EVERY.id() + ",desk/users/70,,creating");
        assertThat(faults(LinkTable.HEADER, ",desk/users/8,shop/leads/9,", row))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.file()).isEqualTo("links.csv");
                    assertThat(fault.line()).isEqualTo(3);
                    assertThat(fault.message()).contains(message);
                });
    }

    @Test
    void listsFaultsOfTheFileAndOfTheStore_inOrderOfLines() {
        take("source,target", "desk/users/50,shop/contacts/51");
        assertThat(faults(
                        "source,target",
                        "desk/users/50,shop/contacts/52",
                        "rubbish",
                        "desk/users/1,shop/contacts/2",
                        "desk/users/53,shop/contacts/51"))
                .extracting(Fault::line)
                .containsExactly(2, 3, 5);
    }

    @Test
    void leavesInTheHistory_whoTookEachLinkIn_andFromWhichFile() {
        String[] lines = {
            LinkTable.HEADER,
            ",desk/users/1,shop/contacts/11,",
            ",desk/users/2,shop/contacts/12,unlinked",
            ",desk/users/3,shop/contacts/13,target-deleted",
            EVERY.id() + ",desk/users/4,,creating"
        };
        take(lines);
        take(lines);
        assertThat(history())
                .containsExactlyInAnyOrder(
                        "linked desk/users/1 shop/contacts/11 imported from links.csv by ann",
                        "unlinked desk/users/2 shop/contacts/12 imported from links.csv by ann",
                        "linked desk/users/3 shop/contacts/13 imported from links.csv as target-deleted by ann",
                        "linked desk/users/4 null imported from links.csv as creating by ann");
    }

    @Test
    void leavesNothingInTheHistory_whenNothingWasTakenIn() {
        take(store, true, "source,target\ndesk/users/1,shop/contacts/11");
        faults("source,target", "desk/users/1,shop/contacts/11", "rubbish");
        assertThat(history()).isEmpty();
    }

    private List<String> history() {
        return FLOWS.stream()
                .flatMap(flow -> store.jdbi().withHandle(h -> History.of(h, flow.id(), 100)).stream())
                .map(entry -> entry.event().word() + " " + entry.source() + " " + entry.target() + " " + entry.because()
                        + " by " + entry.who())
                .toList();
    }

    @Test
    void takesATableAsSpreadsheetsWriteIt() {
        take("\uFEFFsource,target", "\u00A0desk/users/50\u200B,\u00A0shop/contacts/51\u00A0", "\u00A0");
        assertThat(table()).containsExactly(LinkTable.HEADER, MATCHED.id() + ",desk/users/50,shop/contacts/51,linked");
    }

    @Test
    void asksForTheHeader() {
        assertThatThrownBy(() -> take("target,source"))
                .hasMessage("links.csv:1: the header must be: flow,source,target,state;"
                        + " flow and state may be left out");
    }

    @Test
    void wakesReferencesThatWaitedForALink() {
        take("source,target", "desk/users/1,shop/contacts/11");
        assertThat(engine.engine()
                        .references()
                        .resolve(List.of(new io.tandem.chunk.WantedReference(USERS.record("1"), CONTACTS)))
                        .resolve(new io.tandem.chunk.WantedReference(USERS.record("1"), CONTACTS)))
                .contains("11");
    }

    /** It changes keys of the same records, in an order of its own. */
    @Test
    void waitsWhileAFetchIsStored() {
        String url = TestDatabase.H2.newUrl() + ";LOCK_TIMEOUT=1";
        String links = LinkTable.HEADER + "\n" + MATCHED.id() + ",desk/users/1,shop/contacts/11,\n";
        try (Database shared = Database.open(url, TestDatabase.H2.user, "");
                Database fetching = Database.open(url, TestDatabase.H2.user, "")) {
            int feed = shared.jdbi()
                    .inTransaction(h -> FeedTable.state(h, CONTACTS))
                    .id();
            fetching.jdbi().useTransaction(fetch -> {
                FeedTable.lock(fetch, feed);
                assertThatThrownBy(() -> take(shared, false, links)).hasMessageContaining("imeout trying to lock");
            });
            assertThat(take(shared, false, links)).isEqualTo(1);
        }
    }
}
