package io.tandem.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.config.Fault;
import io.tandem.kit.FactsBuilder;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import io.tandem.system.Access;
import io.tandem.system.EntityFacts;
import io.tandem.system.PropertyFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFilesTest {

    private static final String HEAD = """
            flow: shop-contact--crm-person
            description: Contacts of the shop and persons of the CRM.
            source: shop/contact
            target: crm/person
            """;

    @TempDir
    Path home;

    private final List<Fault> faults = new ArrayList<>();
    private final Map<EntityKey, EntityFacts> known = new TreeMap<>();
    private FlowFiles files;

    private static EntityFacts facts(String entity, boolean createsAndDeletes) {
        EntityKey key = EntityKey.parse(entity);
        Map<String, PropertyFacts> properties = new TreeMap<>();
        List.of("name", "email", "company", "status")
                .forEach(name ->
                        properties.put(name, new PropertyFacts(name, Access.WRITABLE, name.equals("email"), true)));
        properties.put("seen", new PropertyFacts("seen", Access.READ_ONLY, false, true));
        return FactsBuilder.of(key)
                .properties(properties)
                .can(createsAndDeletes, EntityFacts.Operation.CREATE, EntityFacts.Operation.DELETE)
                .build();
    }

    private List<Flow> load(String text, boolean demo) throws IOException {
        known.put(EntityKey.parse("shop/contact"), facts("shop/contact", true));
        known.put(EntityKey.parse("crm/person"), facts("crm/person", true));
        Path folder = Files.createDirectories(home.resolve("config/flows"));
        Files.writeString(folder.resolve("shop-contact--crm-person.yaml"), HEAD + text);
        files = new FlowFiles(known, faults);
        return files.load(home, demo);
    }

    /** An API takes an array of objects as a whole: without a look at it the rest of it would be lost. */
    @Test
    void refusesAListInsideAnotherValue_whereNobodySeesTheRest() throws IOException {
        known.put(EntityKey.parse("crm/person"), withNestedTags(false));
        known.put(EntityKey.parse("shop/contact"), facts("shop/contact", true));
        load(known, "link: every\nproperties:\n  - {source: name, target: tags, type: list}\n");
        assertThat(faults)
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("name->tags")
                .contains("crm/person")
                .contains("read_many");
        faults.clear();
        known.put(EntityKey.parse("crm/person"), withNestedTags(true));
        load(known, "link: every\nproperties:\n  - {source: name, target: tags, type: list}\n");
        assertThat(faults).isEmpty();
    }

    /** The store would refuse them in the middle of a round. */
    @ParameterizedTest
    @CsvSource({"400, 399, 801", "401, 9, 412", "9, 401, 412"})
    void refusesARowWhoseNamesTheStoreCantHold(int source, int target, int together) throws IOException {
        known.put(EntityKey.parse("shop/contact"), named(EntityKey.parse("shop/contact"), "n".repeat(source)));
        known.put(EntityKey.parse("crm/person"), named(EntityKey.parse("crm/person"), "m".repeat(target)));
        load(
                known,
                "link: every\nproperties:\n  - {source: " + "n".repeat(source) + ", target: " + "m".repeat(target)
                        + "}\n");
        assertThat(faults)
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains(together + " characters")
                .contains("the store holds 800, and 400 of one property");
    }

    @Test
    void refusesAFlowWhoseNameTheStoreCantHold() throws IOException {
        String id = "shop-contact--crm-" + "person".repeat(31);
        known.put(EntityKey.parse("shop/contact"), facts("shop/contact", true));
        known.put(EntityKey.parse("crm/person"), facts("crm/person", true));
        Path folder = Files.createDirectories(home.resolve("config/flows"));
        Files.writeString(
                folder.resolve(id + ".yaml"),
                HEAD.replace("shop-contact--crm-person", id) + "link: every\nproperties: []\n");
        new FlowFiles(known, faults).load(home, false);
        assertThat(faults)
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("204 characters")
                .contains("the store holds 200");
    }

    private static EntityFacts named(EntityKey key, String property) {
        return FactsBuilder.of(key)
                .properties(Map.of(property, new PropertyFacts(property, Access.WRITABLE, false, true)))
                .build();
    }

    private static EntityFacts withNestedTags(boolean readMany) {
        EntityKey key = EntityKey.parse("crm/person");
        return FactsBuilder.of(key)
                .properties(Map.of("tags", new PropertyFacts("tags", Access.WRITABLE, false, true, true)))
                .can(readMany, EntityFacts.Operation.READ_MANY)
                .build();
    }

    private List<Flow> load(Map<EntityKey, EntityFacts> facts, String text) throws IOException {
        Path folder = Files.createDirectories(home.resolve("config/flows"));
        Files.writeString(folder.resolve("shop-contact--crm-person.yaml"), HEAD + text);
        return new FlowFiles(facts, faults).load(home, false);
    }

    private Flow flow(String text) throws IOException {
        List<Flow> flows = load(text, false);
        assertThat(faults).isEmpty();
        return flows.get(0);
    }

    @Test
    void keepsDocumentedRowsInOrder_andTheSitesOwnBehindThem() throws IOException {
        Flow flow = flow("""
                link: every
                properties: [{source: status, target: status}, {source: name, target: name}]
                extra: [{source: email, target: email}]
                """);
        assertThat(flow.rows()).extracting(Row::id).containsExactly("status->status", "name->name", "email->email");
        assertThat(flow.rows()).extracting(Row::documented).containsExactly(true, true, false);
    }

    @Test
    void addsTheDemosRows_onlyInTheSandbox() throws IOException {
        Path folder = Files.createDirectories(home.resolve("config/sandbox/flows"));
        Files.writeString(
                folder.resolve("shop-contact--crm-person.yaml"),
                "flow: shop-contact--crm-person\nextra: [{source: name, target: name}]\n");
        assertThat(load("link: every\nproperties: []\n", true).get(0).rows())
                .extracting(Row::id)
                .containsExactly("name->name");
        assertThat(load("link: every\nproperties: []\n", false).get(0).rows()).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void mergesLatestAndKeepsDeleted_unlessTold() throws IOException {
        Flow flow = flow("link: every\nproperties: [{source: name, target: name}]\n");
        assertThat(flow.deletes()).isEqualTo(DeletePolicy.KEEP);
        Row row = flow.rows().get(0);
        assertThat(row.conflict()).isEqualTo(ConflictPolicy.LATEST);
        assertThat(row.firstMerge()).isEqualTo(FirstMergePolicy.LATEST);
        assertThat(row.direction()).isEqualTo(Direction.BOTH);
        assertThat(row.type()).isEqualTo(ValueType.NONE);
    }

    @Test
    void givesARowTheFlowsPolicies_unlessItHasItsOwn() throws IOException {
        Flow flow = flow("""
                link: every
                conflict: manual
                first_merge: target
                properties:
                  - {source: name, target: name}
                  - {source: status, target: status, conflict: source, first_merge: manual}
                """);
        assertThat(flow.rows()).extracting(Row::conflict).containsExactly(ConflictPolicy.MANUAL, ConflictPolicy.SOURCE);
        assertThat(flow.rows())
                .extracting(Row::firstMerge)
                .containsExactly(FirstMergePolicy.TARGET, FirstMergePolicy.MANUAL);
    }

    @Test
    void fillsAReferenceAtFirst_whateverTheFlowSays_unlessTheRowSaysOtherwise() throws IOException {
        String row = "{source: company, target: %s, reference: {source: shop/contact, target: crm/person}%s}";
        Flow flow = flow("link: every\nfirst_merge: source\nproperties:\n  - " + row.formatted("company", "") + "\n  - "
                + row.formatted("name", ", first_merge: manual") + "\n");
        assertThat(flow.rows())
                .extracting(Row::firstMerge)
                .containsExactly(FirstMergePolicy.FILL, FirstMergePolicy.MANUAL);
        assertThat(flow.rows().get(0).reference())
                .isEqualTo(new Reference(EntityKey.parse("shop/contact"), EntityKey.parse("crm/person")));
    }

    @Test
    void keepsTheOrderOfAValueTable() throws IOException {
        Flow flow =
                flow("link: every\nproperties: [{source: status, target: status, values: {z: true, a: 1, m: open}}]\n");
        Map<String, JsonNode> values = flow.rows().get(0).values();
        assertThat(values.keySet()).containsExactly("z", "a", "m");
        assertThat(values.get("z").isBoolean()).isTrue();
        assertThat(values.get("a").isNumber()).isTrue();
    }

    @Test
    void writesAConstantForwardOnly() throws IOException {
        Row row = flow("link: every\nproperties: [{constant: shop, target: status}]\n")
                .rows()
                .get(0);
        assertThat(row.constant()).isEqualTo(TextNode.valueOf("shop"));
        assertThat(row.direction()).isEqualTo(Direction.FORWARD);
        assertThat(row.id()).isEqualTo("->status");
    }

    @Test
    void triesMatchesInOrder_andPairsOfOneTogether() throws IOException {
        Flow flow = flow("link: matched\nmatch: [{email: email}, {name: name, status: status}]\nproperties: []\n");
        assertThat(flow.match())
                .containsExactly(
                        List.of(new MatchPair("email", "email")),
                        List.of(new MatchPair("name", "name"), new MatchPair("status", "status")));
        assertThat(flow.matches()).isTrue();
        assertThat(flow.creates()).isFalse();
    }

    @Test
    void readsConditionsOfBothSides() throws IOException {
        Flow flow = flow("""
                link: every
                properties: []
                where:
                  - {property: status, is: [open, 2]}
                  - {property: name, is_not: spam}
                target_where:
                  - {property: email, empty: false}
                """);
        assertThat(flow.where()).allMatch(condition -> condition.holds(record("status", "open", "name", "Ann")));
        assertThat(flow.where()
                        .get(0)
                        .holds(Values.of(Map.of("status", DecimalNode.valueOf(java.math.BigDecimal.valueOf(2))))))
                .isTrue();
        assertThat(flow.where().get(0).holds(record("status", "closed"))).isFalse();
        assertThat(flow.where().get(1).holds(record("name", "spam"))).isFalse();
        assertThat(flow.where().get(1).holds(record())).isTrue();
        assertThat(flow.targetWhere().get(0).holds(record("email", ""))).isFalse();
        assertThat(flow.targetWhere().get(0).holds(record("email", "a@example.com")))
                .isTrue();
    }

    private static Values record(String... pairs) {
        Map<String, JsonNode> values = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], TextNode.valueOf(pairs[i + 1]));
        }
        return Values.of(values);
    }

    @Test
    void takesAConnectedFlow_withItsOwnSchedule() throws IOException {
        Flow flow = flow("""
                link: connected
                connected_to: [shop/contact]
                schedule: 0 0 * * * ?
                properties:
                  - {source: company, target: company, reference: {source: shop/contact, target: crm/person}}
                """);
        assertThat(flow.connectedTo()).containsExactly(new Connection(EntityKey.parse("shop/contact")));
        assertThat(flow.schedule()).contains("0 0 * * * ?");
        assertThat(flow.matches()).isFalse();
        assertThat(flow.creates()).isTrue();
    }

    @Test
    void takesAConnectionThatAPropertySays() throws IOException {
        Flow flow = flow("""
                link: connected
                connected_to: [{entity: shop/contact, by: company, into: crm/person}]
                properties: []
                """);
        assertThat(flow.connectedTo())
                .containsExactly(new Connection(
                        EntityKey.parse("shop/contact"),
                        Optional.of("company"),
                        Optional.of(EntityKey.parse("crm/person"))));
    }

    @Test
    void saysWhatAConnectionLacks() throws IOException {
        load("""
                link: connected
                connected_to: [shop/contact, {entity: shop/contact, by: compny, into: crm/person}]
                properties: []
                """, false);
        assertThat(faults)
                .extracting(Fault::message)
                .anyMatch(message -> message.startsWith("compny is not a property of shop/contact. Known: "))
                .anyMatch(message ->
                        message.startsWith("connected_to: nothing says which property refers to shop/contact"));
    }

    @Test
    void createBothNeedsALinkThatCreates() throws IOException {
        load("link: matched\nmatch: [{subject: name}]\ncreate: both\nproperties: []\n", false);
        assertThat(faults)
                .extracting(Fault::message)
                .contains("create: both needs link: every or matched-or-create, not matched");
    }

    @Test
    void notesATwoWayRow_ofWhichOneSideCantBeWritten() throws IOException {
        flow("link: every\nproperties: [{source: seen, target: name}]\n");
        assertThat(files.notes())
                .singleElement()
                .asString()
                .contains("seen->name is two-way, but shop/contact does not let seen be written");
    }

    private static final String FROM = """
            from:
              - {section: shop-crm#1, source: Shop Contact, target: CRM Person, system: CRM, shape: "BEFORE,MERGE,ONCE,PROPS"}
              - {section: shop-crm#3, source: CRM Person, target: Shop Contact, system: Shop, shape: "COND,ONCE,PROPS",
                 condition: If it is new, connected_to: [Shop Company, Order], mirrored: true}
            """;

    @Test
    void saysWhichSectionsAndLinesOfADocumentItComesFrom() throws IOException {
        Flow flow = flow(FROM + """
                link: matched
                match:
                  - {pairs: {email: email}, from: shop-crm#1.1, cells: [email, "email (Dependant on having  in )"]}
                properties:
                  - {source: name, target: name, type: string, from: [shop-crm#1.2, {row: shop-crm#3.1, cell: '"text"'}]}
                """);
        Documented documented = flow.documented();
        assertThat(documented.sections())
                .extracting(Documented.Section::id, Documented.Section::mirrored, section -> section.freeText()
                        .condition())
                .containsExactly(tuple("shop-crm#1", false, ""), tuple("shop-crm#3", true, "If it is new"));
        assertThat(documented.sections().get(1).freeText().connectedTo()).containsExactly("Shop Company", "Order");
        assertThat(documented.matches().get(0).lines())
                .containsExactly(new Documented.Line(
                        "shop-crm#1.1", Optional.empty(), List.of("email", "email (Dependant on having  in )")));
        assertThat(documented.properties().get(0).lines())
                .containsExactly(
                        new Documented.Line("shop-crm#1.2", Optional.empty(), List.of()),
                        new Documented.Line("shop-crm#3.1", Optional.of("\"text\""), List.of()));
    }

    @Test
    void leavesOutWhatIsSwitchedOff_butNotes_andKeepsItForTheDocuments() throws IOException {
        Flow flow = flow(FROM + """
                link: matched
                match:
                  - {pairs: {key: id}, from: shop-crm#1.1, off: an identity}
                  - {email: email}
                properties:
                  - {source: nowhere, target: name, from: shop-crm#1.2, off: the condition is empty,
                     when: [{side: source, property: unknown, is: x}]}
                  - {source: name, target: name, from: shop-crm#1.3}
                extra:
                  - {source: status, target: status, off: not yet}
                """);
        assertThat(flow.match()).containsExactly(List.of(new MatchPair("email", "email")));
        assertThat(flow.rows()).extracting(Row::id).containsExactly("name->name");
        assertThat(flow.documented().matches())
                .extracting(Documented.Match::off)
                .containsExactly("an identity", "");
        assertThat(flow.documented().properties()).hasSize(2);
        assertThat(files.notes())
                .containsExactly(
                        flow.id() + ": match key = id is off: an identity",
                        flow.id() + ": [source unknown=x] nowhere->name is off: the condition is empty");
    }

    @Test
    void tellsRowsOfTheSamePropertiesApart_byTheirConditions() throws IOException {
        Flow flow = flow("""
                link: every
                properties:
                  - {source: name, target: name, when: [{side: source, property: status, is: 5}]}
                  - {source: name, target: name, when: [{side: target, property: status, is_not: [a, b]}]}
                """);
        assertThat(flow.rows())
                .extracting(Row::id)
                .containsExactly("[source status=5] name->name", "[target status!=a|b] name->name");
        SideCondition number = flow.rows().get(0).when().get(0);
        assertThat(number.holds(record("status", "5")))
                .as("a document doesn't say whether 5 is a text")
                .isTrue();
        assertThat(number.holds(record("status", "6"))).isFalse();
        assertThat(flow.rows().get(1).when().get(0).holds(record("status", "a")))
                .isFalse();
        assertThat(flow.rows().get(1).when().get(0).holds(record())).isTrue();
    }

    @Test
    void takesADocumentsEmptyMatchTable_butNoRowsThatAreAllOff_whenItCreates() throws IOException {
        load("link: matched\nmatch: []\nproperties: []\n", false);
        assertThat(faults).singleElement().extracting(Fault::message).asString().contains("needs at least one row");
        faults.clear();
        flow(FROM + "link: matched\nmatch: []\nproperties: []\n");
        assertThat(files.notes()).singleElement().asString().contains("only links import and link make links");
        flow(FROM + "link: matched-or-create\nmatch: []\nproperties: []\n");
        assertThat(files.notes()).singleElement().asString().contains("without a link gets a new target");
        load(FROM + "link: matched-or-create\nmatch: [{pairs: {id: id}, off: an identity}]\nproperties: []\n", false);
        assertThat(faults)
                .singleElement()
                .extracting(Fault::message)
                .asString()
                .contains("every row under match is off");
    }

    @Test
    void takesAnUnknownEntity_onlyInADocumentsFlowThatIsOff() throws IOException {
        String rest = "link: off\nwhy_off: later\nproperties: [{source: a, target: b, from: shop-crm#1.1}]\n";
        known.clear();
        Path folder = Files.createDirectories(home.resolve("config/flows"));
        Files.writeString(
                folder.resolve("shop-contact--crm-order.yaml"),
                HEAD.replace("person", "order") + FROM + rest + "connected_to: [shop/thing]\n");
        Flow flow = flow("link: every\nproperties: []\n");
        assertThat(flow.target()).hasToString("crm/order");
        assertThat(flow.rows()).extracting(Row::id).containsExactly("a->b");
        assertThat(files.notes())
                .containsExactly(
                        "shop-contact--crm-order: target crm/order is in no descriptor; add it to config/systems/crm.yaml");
        Files.writeString(
                folder.resolve("shop-contact--crm-order.yaml"),
                HEAD.replace("person", "order") + FROM + "link: every\nproperties: []\n");
        load("link: every\nproperties: []\n", false);
        assertThat(faults).singleElement().extracting(Fault::message).asString().contains("unknown entity crm/order");
    }

    @Test
    void refusesLinesThatNoSectionHas_orThatStandTwice() throws IOException {
        load(FROM + """
                link: every
                properties:
                  - {source: name, target: name, from: [shop-crm#2.1, shop-crm#1]}
                  - {source: status, target: status, from: [shop-crm#1.4, shop-crm#1.4]}
                  - {source: email, target: email, cell: N/A}
                  - {source: company, target: company, from: shop-crm#1.5, cells: [a], off: ""}
                """, false);
        assertThat(faults)
                .extracting(Fault::message)
                .anyMatch(message -> message.contains("the section shop-crm#2 doesn't stand under from"))
                .anyMatch(message -> message.contains("'shop-crm#1' names no place in a document"))
                .anyMatch(message -> message.contains("shop-crm#1.4 stands twice"))
                .anyMatch(message -> message.contains("the key from, which names it there, is missing"))
                .anyMatch(message -> message.contains("cells are two"))
                .anyMatch(message -> message.contains("off needs the reason"));
    }
}
