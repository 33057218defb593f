package io.tandem.document.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tandem.document.imports.Documents.Part;
import io.tandem.flow.Connection;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each sentence and each odd row of a document becomes in a site that has nothing yet. */
class FirstImportTest {

    private static final List<String> NONE = List.of();
    private static final List<String> MAIL = List.of("mail | email");
    private static final List<String> NAME = List.of("name | title | \"string\"");

    @TempDir
    Path home;

    private ImportSite site;

    @BeforeEach
    void make() {
        site = new ImportSite(home);
    }

    private void take(Part... parts) {
        site.take(Documents.read("shop-crm.rst", Documents.text("Shop", "CRM", parts)));
    }

    private Flow only(Part... parts) {
        take(parts);
        assertThat(site.flows()).hasSize(1);
        return site.flows().values().iterator().next();
    }

    private static Part part(String shape, List<String> match, List<String> rows) {
        return new Part("Shop Customer", "CRM Person", "CRM", shape, match, rows, "If it is new", "Shop Order");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "EVERY,ONCE,PROPS; EVERY",
                "BEFORE,MERGE,ONCE,PROPS; MATCHED",
                "EVERY,IFMATCH,IFNO,MERGE,ONCE,PROPS; MATCHED_OR_CREATE",
                "COND,ONCE,PROPS; OFF",
                "COND,IFMATCH,IFNO,MERGE,ONCE,PROPS; OFF",
                "BEFORE,CONNECTED,ONCE,PROPS; OFF"
            })
    void makesAPolicyOfEachShape(String shape, LinkPolicy link) {
        Flow flow = only(part(shape, MAIL, NAME));
        assertThat(flow.id()).isEqualTo("shop-customer--crm-person");
        assertThat(flow.source()).hasToString("shop/customer");
        assertThat(flow.target()).hasToString("crm/person");
        assertThat(flow.link()).isEqualTo(link);
        assertThat(flow.match())
                .isEqualTo(shape.contains("MERGE") ? List.of(List.of(new MatchPair("mail", "email"))) : List.of());
        assertThat(flow.rows()).extracting(Row::id, Row::type).containsExactly(tuple("name->title", ValueType.STRING));
        assertThat(flow.documented().sections())
                .containsExactly(new Documented.Section(
                        "shop-crm#1",
                        "Shop Customer",
                        "CRM Person",
                        "CRM",
                        shape,
                        new Documented.FreeText(
                                shape.contains("COND") ? "If it is new" : "",
                                shape.contains("CONNECTED") ? List.of("Shop Order") : List.of(),
                                ""),
                        false));
    }

    /** No document says by which property: it gets a name of its own, which the stub has. */
    @Test
    void connectsWithTheFlowsOfTheSameDocument() {
        take(
                part("BEFORE,CONNECTED,MERGE,ONCE,PROPS", MAIL, NAME),
                new Part("Shop Order", "CRM Deal", "CRM", "EVERY,ONCE,PROPS", NONE, NONE));
        Flow flow = site.flow("shop-customer--crm-person");
        assertThat(flow.link()).isEqualTo(LinkPolicy.CONNECTED);
        assertThat(flow.connectedTo())
                .containsExactly(new Connection(
                        EntityKey.parse("shop/order"),
                        Optional.of("connected_to_order"),
                        Optional.of(EntityKey.parse("crm/deal"))));
        assertThat(flow.match()).hasSize(1);
        assertThat(site.text("config/systems/shop.yaml"))
                .contains("connected_to_order: writable   # stands for the property that holds the id of its order");
    }

    @Test
    void saysWhatIsMissing_whereAFlowIsOff() {
        assertThat(only(part("COND,ONCE,PROPS", NONE, NAME)).whyOff())
                .isEqualTo("its condition is free text: If it is new. Write it under where, then set link: every");
    }

    /** Files and columns hold no more; the two names differ at their end alone. */
    @Test
    void shortensNamesThatNoFileCanHave_andKeepsThemApart() {
        String beginning = "Shop " + "very ".repeat(60) + "long ";
        take(
                new Part(beginning + "order", "CRM Deal", "CRM", "EVERY,ONCE,PROPS", NONE, NAME),
                new Part(beginning + "order line", "CRM Deal", "CRM", "EVERY,ONCE,PROPS", NONE, NAME));
        assertThat(site.flows().values())
                .extracting(Flow::source)
                .doesNotHaveDuplicates()
                .allSatisfy(entity -> assertThat(entity.toString()).hasSizeLessThanOrEqualTo(EntityKey.LONGEST));
        assertThat(site.flows().keySet()).hasSize(2).allSatisfy(id -> assertThat(id)
                .startsWith("shop-very-very-")
                .hasSizeLessThanOrEqualTo(Flow.LONGEST_ID));
    }

    @Test
    void switchesOffARowWhoseNamesTheStoreCantHold() {
        String name = "n".repeat(420);
        Flow flow = only(part("EVERY,ONCE,PROPS", NONE, List.of(name + " | " + name + " | N/A")));
        assertThat(flow.rows()).isEmpty();
        assertThat(flow.documented().properties().get(0).off()).contains("too long for the store");
    }

    @Test
    void makesOneFlowOfMirroredSections() {
        Flow flow = only(
                new Part(
                        "Shop Customer",
                        "CRM Person",
                        "CRM",
                        "EVERY,ONCE,PROPS",
                        NONE,
                        List.of("a | b | N/A", "c | d | N/A")),
                new Part(
                        "CRM Person",
                        "Shop Customer",
                        "Shop",
                        "EVERY,ONCE,PROPS",
                        NONE,
                        List.of("b | a | \"integer\"", "f | e | \"string\"")));
        assertThat(flow.createBoth()).isTrue();
        assertThat(flow.rows()).extracting(Row::id).containsExactly("a->b", "c->d", "e->f");
        assertThat(flow.documented().sections())
                .extracting(Documented.Section::mirrored)
                .containsExactly(false, true);
        assertThat(flow.documented().properties().get(0).lines())
                .containsExactly(
                        new Documented.Line("shop-crm#1.1", Optional.empty(), List.of()),
                        new Documented.Line("shop-crm#2.1", Optional.of("\"integer\""), List.of()));
    }

    @Test
    void knowsTheWayBack_whereItNamesASystemInAnotherWay() {
        Flow flow = only(
                new Part("Shop Customer", "CRM Person", "CRM", "EVERY,ONCE,PROPS", NONE, NONE),
                new Part("crm Person", "Our Shop Customer", "Our Shop", "EVERY,ONCE,PROPS", NONE, NONE));
        assertThat(flow.id()).isEqualTo("shop-customer--crm-person");
        assertThat(flow.createBoth()).isTrue();
    }

    /** Else each pair that matches would be linked by one flow, and doubled by the other. */
    @Test
    void matchesFirst_whereOnlyOneOfMirroredSectionsCreates() {
        Flow flow = only(
                new Part("Shop Customer", "CRM Person", "CRM", "BEFORE,MERGE,ONCE,PROPS", MAIL, NONE),
                new Part("CRM Person", "Shop Customer", "Shop", "EVERY,ONCE,PROPS", NONE, NAME));
        assertThat(flow.source()).hasToString("crm/person");
        assertThat(flow.link()).isEqualTo(LinkPolicy.MATCHED_OR_CREATE);
        assertThat(flow.createBoth()).isFalse();
        assertThat(flow.match()).containsExactly(List.of(new MatchPair("email", "mail")));
    }

    @Test
    void makesOneFlowOfSectionsThatSayTheSame_soThatNothingIsCreatedTwice() {
        Flow flow = only(part("EVERY,ONCE,PROPS", NONE, NAME), part("EVERY,ONCE,PROPS", NONE, List.of("a | b | N/A")));
        assertThat(flow.rows()).extracting(Row::id).containsExactly("name->title", "a->b");
        assertThat(flow.documented().sections()).hasSize(2);
    }

    @Test
    void switchesTheSecondFlowOff_whereTwoWouldCreateTheSameCounterparts() {
        take(part("EVERY,ONCE,PROPS", NONE, NAME), part("EVERY,IFMATCH,IFNO,MERGE,ONCE,PROPS", MAIL, NAME));
        assertThat(site.flow("shop-customer--crm-person").link()).isEqualTo(LinkPolicy.EVERY);
        assertThat(site.flow("shop-customer--crm-person-2").whyOff())
                .startsWith("shop-customer--crm-person creates counterparts already");
    }

    @Test
    void switchesIdentitiesAndIncompleteConditionsOff_andKeepsThemForTheDocument() {
        Flow flow = only(part(
                "BEFORE,MERGE,ONCE,PROPS",
                List.of("id | Id", "mail | email"),
                List.of(
                        "id | id | \"integer\"",
                        "size (Dependant on having  in kind) | size | N/A",
                        "| x | N/A",
                        "a | b | N/A")));
        assertThat(flow.match()).containsExactly(List.of(new MatchPair("mail", "email")));
        assertThat(flow.rows()).extracting(Row::id).containsExactly("a->b");
        assertThat(flow.documented().matches()).hasSize(2);
        assertThat(flow.documented().properties()).hasSize(4);
        assertThat(flow.documented().properties().get(1).lines())
                .containsExactly(new Documented.Line(
                        "shop-crm#1.4", Optional.empty(), List.of("size (Dependant on having  in kind)", "size")));
        assertThat(site.notes)
                .hasSize(4)
                .allMatch(note -> note.contains("then delete this line") || note.contains(", delete this line"));
    }

    @Test
    void createsNothing_whileEveryMatchRowIsOff() {
        Flow flow = only(part("EVERY,IFMATCH,IFNO,MERGE,ONCE,PROPS", List.of("id | id"), NAME));
        assertThat(flow.link()).isEqualTo(LinkPolicy.OFF);
        assertThat(flow.whyOff()).startsWith("every match row is off");
    }

    @Test
    void readsConditionsOfEitherSide_andOneRowOfSeveralEqualLines() {
        Flow flow = only(part(
                "EVERY,ONCE,PROPS",
                NONE,
                List.of(
                        "name (Dependant on having company in type) | title | \"string\"",
                        "name (Dependant on having person in type) | name (Dependant on having 5 in kind) | \"string\"",
                        "a | b | N/A",
                        "a | b | N/A")));
        assertThat(flow.rows())
                .extracting(Row::id)
                .containsExactly(
                        "[source type=company] name->title", "[source type=person, target kind=5] name->name", "a->b");
        assertThat(flow.documented().properties().get(0).lines().get(0).cells()).isEmpty();
        assertThat(flow.documented().properties().get(2).lines())
                .extracting(Documented.Line::id)
                .containsExactly("shop-crm#1.3", "shop-crm#1.4");
    }

    @Test
    void takesOneOfTwoTypesForTheSameRow_andLeavesThatToAPerson() {
        Flow flow = only(part("EVERY,ONCE,PROPS", NONE, List.of("a | b | \"string\"", "a | b | \"integer\"")));
        assertThat(flow.rows()).extracting(Row::type).containsExactly(ValueType.STRING);
        assertThat(flow.documented().properties().get(1).off()).contains("another type");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "\"string\", STRING, true",
                "N/A, NONE, true",
                "\"list\", LIST, true",
                "\"datetime\", DATETIME, true",
                "\"datetime:yyyy\", DATETIME, false",
                "string, STRING, false",
                "\"number\", NONE, false",
                "'\"replace\", \" \" ]', NONE, false"
            })
    void makesConversionsOfTypeCells_andKeepsOddOnes(String cell, ValueType type, boolean plain) {
        Flow flow = only(part("EVERY,ONCE,PROPS", NONE, List.of("a | b | " + cell)));
        assertThat(flow.rows().get(0).type()).isEqualTo(type);
        assertThat(flow.documented().properties().get(0).lines().get(0).type())
                .isEqualTo(plain ? Optional.empty() : Optional.of(cell));
    }

    @Test
    void givesNamelessThingsNames_andKeepsSettingsOfTheApplicationFree() {
        site.take(Documents.read(
                "store-.rst",
                Documents.text(
                        "Store",
                        "",
                        new Part("Store 顧客", " Person", "", "EVERY,ONCE,PROPS", NONE, NAME),
                        new Part("Store 注文", " Person", "", "BEFORE,MERGE,ONCE,PROPS", MAIL, NAME))));
        assertThat(site.flows().values())
                .extracting(
                        flow -> flow.source().toString(), flow -> flow.target().toString())
                .containsExactlyInAnyOrder(
                        tuple("store-system/unnamed", "unnamed/person"),
                        tuple("store-system/unnamed-2", "unnamed/person"));
    }

    @Test
    void givesOneEntityAllPropertiesThatRowsName_withPathsThatDontMeet() {
        take(part(
                "BEFORE,MERGE,ONCE,PROPS",
                List.of("mail | _mail"),
                List.of("addr | a..b | N/A", "addr.city | ID | N/A", "x (Dependant on having y in z) | [0] | N/A")));
        String shop = site.text("config/systems/shop.yaml");
        assertThat(shop).contains("addr: {path: addr._self}", "addr.city: writable", "mail: writable", "z: writable");
        assertThat(site.text("config/systems/crm.yaml"))
                .contains("ID: {path: id, access: read_only}")
                .containsPattern("_mail: \\{path: x__mail_\\w+}")
                .containsPattern("\"a..b\": \\{path: x_a__b_\\w+}|a..b: \\{path: x_a__b_\\w+}")
                .containsPattern("\"\\[0]\": \\{path: x__0__\\w+}");
        assertThat(site.flows()).hasSize(1);
    }

    /** A second document about the same system adds to its stub, and to nothing else. */
    @Test
    void addsToAStub_whatAnotherDocumentNames() {
        take(part("EVERY,ONCE,PROPS", NONE, NAME));
        String before = site.text("config/systems/shop.yaml");
        Import.Plan plan = site.plan(
                false,
                false,
                Documents.read(
                        "shop-erp.rst",
                        Documents.text(
                                "Shop",
                                "ERP",
                                new Part(
                                        "Shop Customer",
                                        "ERP Party",
                                        "ERP",
                                        "EVERY,ONCE,PROPS",
                                        NONE,
                                        List.of("phone | tel | N/A", "name.first | n | N/A")),
                                new Part(
                                        "Shop Cart",
                                        "ERP Basket",
                                        "ERP",
                                        "EVERY,ONCE,PROPS",
                                        NONE,
                                        List.of("a | b | N/A")))));
        assertThat(plan.held()).isEmpty();
        site.write(plan);
        String after = site.text("config/systems/shop.yaml");
        assertThat(after.lines().toList()).containsSubsequence(before.lines().toList());
        assertThat(after).contains("      phone: writable\n", "\n  cart:\n    id_form: integer\n");
        assertThat(after).containsPattern("name.first: \\{path: x_name_first_\\w+}");
        assertThat(site.flows()).hasSize(3);
    }
}
