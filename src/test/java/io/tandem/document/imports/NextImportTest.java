package io.tandem.document.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.document.DataflowDocument;
import io.tandem.document.imports.Documents.Part;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Row;
import io.tandem.flow.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document comes again, and the site has worked on what the last one made: neither loses anything. */
class NextImportTest {

    private static final String FLOW = "shop-customer--crm-person";
    private static final String ODD = "size (Dependant on having  in kind) | size | N/A";
    private static final List<String> NONE = List.of();

    @TempDir
    Path home;

    private ImportSite site;

    @BeforeEach
    void make() {
        site = new ImportSite(home);
    }

    private static DataflowDocument document(Part... parts) {
        return Documents.read("shop-crm.rst", Documents.text("Shop", "CRM", parts));
    }

    private static Part customers(String... rows) {
        return new Part(
                "Shop Customer",
                "CRM Person",
                "CRM",
                "BEFORE,MERGE,ONCE,PROPS",
                List.of("mail | email"),
                List.of(rows));
    }

    private static Part orders(String... rows) {
        return new Part("Shop Order", "CRM Deal", "CRM", "EVERY,ONCE,PROPS", NONE, List.of(rows));
    }

    private void edit(String before, String after) {
        site.edit(FLOW, text -> text.replace(before, after));
    }

    private Flow flow() {
        return site.flow(FLOW);
    }

    private static List<String> lines(Flow flow) {
        return flow.documented().properties().stream()
                .flatMap(property -> property.lines().stream().map(Documented.Line::id))
                .toList();
    }

    @Test
    void changesNothing_whenTheDocumentIsTheSame() {
        site.take(document(customers("a | b | \"string\"", ODD)));
        edit("link: matched", "link: matched   # agreed with sales");
        assertThat(site.plan(true, true, document(customers("a | b | \"string\"", ODD)))
                        .changes())
                .isEmpty();
    }

    @Test
    void appliesRowsThatCameAndWent_andKeepsWhatTheSiteWrote() {
        site.take(document(customers("a | b | \"string\"", "c | d | N/A", "e | f | N/A")));
        edit("# The documented rows", "# Ask Kim before you change this.\n# The documented rows");
        edit("properties:\n", "properties:\n  # names\n");
        edit("target: f,", "target: f, conflict: source,");
        edit("extra: []", "extra:\n  - {source: own, target: own}   # ours");
        edit("conflict: latest", "conflict: manual");
        edit("deletes: keep", "deletes: propagate\nschedule: 0 0 * * * ?");
        // the stub of the site's own rows
        site.take(document(customers("a | b | \"string\"", "c | d | N/A", "e | f | N/A"), orders("own | own | N/A")));
        for (String system : List.of("shop", "crm")) {
            addOwn(system);
        }
        Import.Plan plan = site.take(
                document(customers("a | b | \"integer\"", "e | f | N/A", "g | h | N/A"), orders("own | own | N/A")));
        assertThat(plan.conflicts()).isEmpty();
        Flow flow = flow();
        assertThat(flow.rows()).extracting(Row::id).containsExactly("a->b", "e->f", "g->h", "own->own");
        assertThat(flow.rows()).extracting(Row::type).startsWith(ValueType.INTEGER);
        assertThat(flow.rows())
                .extracting(Row::conflict)
                .containsExactly(
                        ConflictPolicy.MANUAL, ConflictPolicy.SOURCE, ConflictPolicy.MANUAL, ConflictPolicy.MANUAL);
        assertThat(flow.schedule()).contains("0 0 * * * ?");
        assertThat(lines(flow)).containsExactly("shop-crm#1.2", "shop-crm#1.3", "shop-crm#1.4");
        assertThat(site.file(FLOW))
                .contains("# Ask Kim before you change this.", "  # names\n", "{source: own, target: own}   # ours");
    }

    private void addOwn(String system) {
        try {
            Path stub = home.resolve("config/systems/" + system + ".yaml");
            String entity = system.equals("shop") ? "customer" : "person";
            String text = Files.readString(stub);
            int at = text.indexOf("    properties:\n", text.indexOf("  " + entity + ":"));
            Files.writeString(
                    stub, text.substring(0, at) + "    properties:\n      own: writable\n" + text.substring(at + 16));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void holdsTheDocumentBack_untilChangesAreAllowed() {
        site.take(document(customers("a | b | N/A")));
        Import.Plan plan = site.plan(false, false, document(customers("a | b | N/A", "c | d | N/A")));
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.held()).containsExactly("shop-crm");
        assertThat(plan.wouldChange()).extracting(FileChange::path).containsExactly("config/flows/" + FLOW + ".yaml");
    }

    @Test
    void followsSectionsThatMove_withoutLeave() {
        site.take(document(customers("a | b | N/A"), orders("c | d | N/A")));
        edit("from: shop-crm#1.2", "from: shop-crm#1.2, first_merge: source");
        Import.Plan plan = site.plan(false, false, document(orders("c | d | N/A"), customers("a | b | N/A")));
        assertThat(plan.held()).isEmpty();
        site.write(plan);
        assertThat(lines(flow())).containsExactly("shop-crm#2.2");
        assertThat(site.file(FLOW)).contains("{source: a, target: b, from: shop-crm#2.2, first_merge: source}");
        assertThat(lines(site.flow("shop-order--crm-deal"))).containsExactly("shop-crm#1.1");
    }

    @Test
    void findsRepeatedHeadingsByWhatTheySay() {
        Part every = new Part(
                "Shop Customer", "CRM Person", "CRM", "COND,ONCE,PROPS", NONE, List.of("x | y | N/A"), "If new", "");
        site.take(document(customers("a | b | N/A"), every));
        site.take(document(every, customers("a | b | N/A")));
        assertThat(flow().link()).isEqualTo(LinkPolicy.MATCHED);
        assertThat(lines(flow())).containsExactly("shop-crm#2.2");
        assertThat(lines(site.flow(FLOW + "-2"))).containsExactly("shop-crm#1.1");
    }

    /** Both changed the type of one row, differently: that is for a person, and nothing of the document is done before. */
    @Test
    void leavesToAPerson_whatBothChangedDifferently() {
        site.take(document(customers("a | b | \"string\"", "c | d | N/A")));
        edit("type: string", "type: integer");
        DataflowDocument next = document(customers("a | b | \"decimal\"", "e | f | N/A"));
        Import.Plan plan = site.take(next);
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.conflicts())
                .containsExactly(new Import.Conflict(
                        "shop-crm", FLOW, "a -> b: type is \"decimal\" in the document and \"integer\" here"));
        assertThat(flow().rows()).extracting(Row::id).containsExactly("a->b", "c->d");
        site.write(site.plan(true, true, next));
        assertThat(flow().rows()).extracting(Row::type).containsExactly(ValueType.DECIMAL, ValueType.NONE);
        assertThat(flow().rows()).extracting(Row::id).containsExactly("a->b", "e->f");
    }

    @Test
    void settlesWhatBothChangedAlike() {
        site.take(document(customers("a | b | \"string\"")));
        edit("type: string", "type: integer");
        assertThat(site.take(document(customers("a | b | \"integer\""))).conflicts())
                .isEmpty();
        assertThat(flow().rows().get(0).type()).isEqualTo(ValueType.INTEGER);
    }

    @Test
    void asksBeforeARowGoes_thatTheSiteWorkedOn() {
        site.take(document(customers("a | b | N/A", "c | d | N/A")));
        edit("{source: c,", "{direction: forward, source: c,");
        assertThat(site.take(document(customers("a | b | N/A"))).conflicts())
                .extracting(Import.Conflict::message)
                .containsExactly("c -> d is no longer in the document, and was changed here");
        edit("direction: forward, ", "");
        site.take(document(customers("a | b | N/A")));
        assertThat(flow().rows()).extracting(Row::id).containsExactly("a->b");
    }

    @Test
    void leavesOutWhatTheSiteTookOut() {
        site.take(document(customers("a | b | N/A", "c | d | N/A")));
        edit("  - {source: c, target: d, from: shop-crm#1.3}\n", "");
        Import.Plan plan = site.take(document(customers("x | y | N/A", "a | b | N/A", "c | d | N/A")));
        assertThat(plan.notes()).containsExactly(FLOW + ": c -> d was taken out here, and stays out");
        assertThat(flow().rows()).extracting(Row::id).containsExactly("x->y", "a->b");
        assertThat(site.take(document(customers("a | b | N/A", "c | d | \"string\"")))
                        .conflicts())
                .extracting(Import.Conflict::message)
                .containsExactly("c -> d changed in the document, and was taken out here");
    }

    /** A row that the site confirmed or renamed is still the document's line. */
    @Test
    void followsTheLine_throughTheSitesEdits() {
        site.take(document(customers(ODD, "a | b | N/A")));
        site.edit(FLOW, text -> text.replaceFirst("    off: .*\n", ""));
        edit("{source: a, target: b,", "{source: a, target: d,");
        site.take(document(orders("c | d | N/A"), customers(ODD, "a | b | N/A", "c | d | N/A")));
        assertThat(flow().rows()).extracting(Row::id).containsExactly("size->size", "a->d", "c->d");
        assertThat(lines(flow())).containsExactly("shop-crm#2.2", "shop-crm#2.3", "shop-crm#2.4");
    }

    @Test
    void movesTheSitesOwnRow_whenTheDocumentGetsIt() {
        site.take(document(customers("a | b | N/A", "c | d | N/A")));
        edit("  - {source: c, target: d, from: shop-crm#1.3}\n", "");
        edit("extra: []", "extra: [{source: c, target: d, first_merge: target}]");
        site.take(document(customers("a | b | N/A")));
        assertThat(flow().rows()).extracting(Row::documented).containsExactly(true, false);
        Import.Plan plan = site.take(document(customers("c | d | N/A", "a | b | N/A")));
        assertThat(plan.notes())
                .containsExactly(FLOW + ": c -> d is in the document now, and moves from extra to properties");
        assertThat(site.file(FLOW))
                .contains("  - {source: c, target: d, first_merge: target, from: shop-crm#1.2}\n", "extra: []");
    }

    @Test
    void changesThePolicy_unlessTheSiteDid() {
        site.take(document(customers("a | b | N/A")));
        Part creating = new Part(
                "Shop Customer",
                "CRM Person",
                "CRM",
                "EVERY,IFMATCH,IFNO,MERGE,ONCE,PROPS",
                List.of("mail | email"),
                List.of("a | b | N/A"));
        site.take(document(creating));
        assertThat(flow().link()).isEqualTo(LinkPolicy.MATCHED_OR_CREATE);
        edit("link: matched-or-create", "link: off\nwhy_off: not before May");
        assertThat(site.take(document(customers("a | b | N/A"))).conflicts())
                .extracting(Import.Conflict::message)
                .containsExactly("link is matched in the document and off here");
    }

    /** The site wrote a condition for a text; another text needs another look. */
    @Test
    void asksAgain_whenAConditionChangesThatTheSiteWrote() {
        Part old = new Part(
                "Shop Customer", "CRM Person", "CRM", "COND,ONCE,PROPS", NONE, List.of("a | b | N/A"), "If new", "");
        Part next = new Part(
                "Shop Customer", "CRM Person", "CRM", "COND,ONCE,PROPS", NONE, List.of("a | b | N/A"), "If old", "");
        site.take(document(old));
        site.edit(FLOW, text -> text.replace("link: off\n", "link: every\nwhere: [{property: a, is: new}]\n")
                .replaceFirst("why_off: .*\n", ""));
        assertThat(site.take(document(old)).conflicts()).isEmpty();
        assertThat(flow().link()).isEqualTo(LinkPolicy.EVERY);
        assertThat(site.take(document(next)).conflicts())
                .extracting(Import.Conflict::message)
                .singleElement()
                .asString()
                .contains("why_off is its condition is free text: If old.", "not set here");
    }

    @Test
    void removesAFlowThatTheDocumentLost_unlessTheSiteWorkedOnIt() {
        site.take(document(customers("a | b | N/A"), orders("c | d | N/A")));
        assertThat(site.plan(false, false, document(orders("c | d | N/A"))).held())
                .containsExactly("shop-crm");
        site.take(document(orders("c | d | N/A")));
        assertThat(site.flows()).containsOnlyKeys("shop-order--crm-deal");
        assertThat(site.text("routes/" + FLOW + ".camel.yaml")).isEmpty();
        site.edit("shop-order--crm-deal", text -> text.replace("deletes: keep", "deletes: propagate"));
        assertThat(site.take(document(customers("a | b | N/A"))).conflicts())
                .extracting(Import.Conflict::message)
                .containsExactly("the flow is no longer in the document, and its file was changed here");
        assertThat(site.flows()).containsOnlyKeys("shop-order--crm-deal");
    }

    @Test
    void leavesAFileAway_thatTheSiteRemoved() throws java.io.IOException {
        site.take(document(customers("a | b | N/A"), orders("c | d | N/A")));
        Files.delete(home.resolve("config/flows/" + FLOW + ".yaml"));
        Files.delete(home.resolve("routes/" + FLOW + ".camel.yaml"));
        Import.Plan plan = site.take(document(customers("a | b | N/A"), orders("c | d | N/A", "e | f | N/A")));
        assertThat(plan.notes()).singleElement().asString().contains("was removed here, and stays away");
        assertThat(site.flows()).containsOnlyKeys("shop-order--crm-deal");
    }

    /** A person wrote the flow before there was a document of it. */
    @Test
    void keepsAFileThatNoImportWrote_andNamesItsLines() throws java.io.IOException {
        site.take(document(customers("a | b | \"string\"", "c | d | N/A")));
        Files.delete(home.resolve("config/documents/shop-crm.rst"));
        site.edit(FLOW, text -> text.replaceAll("(?s)from:\n  - \\{section.*", "")
                .replaceAll(", from: [^}]*", "")
                .replace("{pairs: {mail: email}}", "{mail: email}")
                .replace("  - {source: c, target: d}\n", ""));
        assertThat(flow().documented().sections()).isEmpty();
        site.take(document(customers("a | b | \"string\"", "c | d | N/A")));
        assertThat(flow().rows()).extracting(Row::id).containsExactly("a->b", "c->d");
        assertThat(lines(flow())).containsExactly("shop-crm#1.2", "shop-crm#1.3");
        assertThat(flow().documented().matches().get(0).lines()).hasSize(1);
    }

    @Test
    void holdsOneDocumentBack_andDoesTheOthers() {
        site.take(document(customers("a | b | \"string\"")));
        edit("type: string", "type: integer");
        DataflowDocument other = Documents.read(
                "shop-erp.rst",
                Documents.text(
                        "Shop", "ERP", new Part("Shop Cart", "ERP Cart", "ERP", "EVERY,ONCE,PROPS", NONE, NONE)));
        Import.Plan plan = site.take(document(customers("a | b | \"decimal\"")), other);
        assertThat(plan.held()).containsExactly("shop-crm");
        assertThat(site.flows()).containsOnlyKeys(FLOW, "shop-cart--erp-cart");
        assertThat(site.text("config/documents/shop-crm.rst")).contains("\"string\"");
    }

    /** Two documents speak of one pair of entities, from its two ends. */
    @Test
    void mergesSectionsOfTwoDocuments_intoOneFlow() {
        site.take(document(orders("a | b | N/A")));
        DataflowDocument back = Documents.read(
                "crm-shop.rst",
                Documents.text(
                        "CRM",
                        "Shop",
                        new Part(
                                "CRM Deal",
                                "Shop Order",
                                "Shop",
                                "EVERY,ONCE,PROPS",
                                NONE,
                                List.of("b | a | N/A", "f | e | N/A"))));
        site.take(back);
        Flow both = site.flow("shop-order--crm-deal");
        assertThat(site.flows()).hasSize(1);
        assertThat(both.createBoth()).isTrue();
        assertThat(lines(both)).containsExactly("shop-crm#1.1", "crm-shop#1.1", "crm-shop#1.2");
        site.take(document(orders("a | b | N/A", "c | d | N/A")));
        assertThat(site.flow("shop-order--crm-deal").rows())
                .extracting(Row::id)
                .containsExactlyInAnyOrder("a->b", "c->d", "e->f");
    }
}
