package io.tandem.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.Form;
import io.tandem.config.Key;
import io.tandem.config.Keys;
import io.tandem.config.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a flow file may hold: {@code LINK.of(file)} reads a key. */
public final class FlowKeys {

    private static final Form<String> ENTITY_FORM = Form.text("[^/]+/[^/]+");
    private static final Form<String> LINE_FORM = Form.text(".+#\\d+\\.\\d+");

    static final Key<String> PROPERTY = Key.text("property", "a dotted path").need();
    static final Key<List<YamlNode>> IS = Key.values("is", "a value, or a list of which one must be equal");
    static final Key<List<YamlNode>> IS_NOT =
            Key.values("is_not", "a value, or a list of which none may be equal; an empty property passes");
    static final Key<Boolean> EMPTY = Key.flag("empty", null, "whether it must be empty, or filled");
    static final Keys CONDITION = Keys.of("a condition of where or target_where", PROPERTY, IS, IS_NOT, EMPTY)
            .one(IS, IS_NOT, EMPTY);

    static final Key<Side> SIDE =
            Key.choice("side", Side.class, null, "whose record is asked").need();
    static final Keys SIDE_CONDITION = CONDITION.with(Keys.of("a condition of when", SIDE));

    static final Key<String> REFERENCE_SOURCE = Key.text(
                    "source", ENTITY_FORM, "entity whose ids the source's property holds")
            .need();
    static final Key<String> REFERENCE_TARGET = Key.text(
                    "target", ENTITY_FORM, "entity whose ids the target's property holds")
            .need();
    static final Keys REFERENCES = Keys.of("a row's reference", REFERENCE_SOURCE, REFERENCE_TARGET);

    static final Key<String> LINE_ROW =
            Key.text("row", LINE_FORM, "<document>#<n>.<k>").need();
    static final Key<String> LINE_CELL = Key.text("cell", "its type cell");
    static final Key<List<String>> LINE_CELLS =
            Key.texts("cells", "its source's and target's cell, in the flow's direction");
    static final Keys LINE = Keys.of(
            "a row of a document under from, where several write the same row differently",
            LINE_ROW,
            LINE_CELL,
            LINE_CELLS);

    static final Key<List<YamlNode>> WHEN = Key.list(
            "when",
            SIDE_CONDITION,
            "conditions on either side's record; a row applies to a pair, and a match has a key, only while all hold");
    static final Key<String> OFF =
            Key.text("off", "why it is switched off: it changes nothing, and check shows the reason");
    static final Key<List<YamlNode>> FROM = Key.oneOrList(
            "from",
            Form.either(LINE_FORM, Form.of(LINE)),
            "the rows of documents that say so, <document>#<n>.<k>; one or a list");
    static final Key<String> CELL =
            Key.text("cell", "the document's type cell, where it can't be given back from type");
    static final Key<List<String>> CELLS =
            Key.texts("cells", "the source's and the target's cell, where the document writes them differently");

    static final Key<Map<String, String>> PAIRS = Key.table(
                    "pairs", "{source property: target property}; all must hold")
            .need();
    static final Keys ALTERNATIVE =
            Keys.of("an alternative of match, if more is to be said than its pairs", PAIRS, WHEN, OFF, FROM, CELLS);

    static final Key<String> ROW_SOURCE =
            Key.text("source", "property, a dotted path; not with constant").need();
    static final Key<String> ROW_TARGET =
            Key.text("target", "property, a dotted path").need();
    static final Key<ValueType> TYPE = Key.choice(
            "type", ValueType.class, ValueType.NONE, "what the target's value is converted to; none: no conversion");
    static final Key<Map<String, YamlNode>> VALUES =
            Key.byName("values", Form.VALUE, "table, {source value: target value}; not with reference or constant");
    static final Key<Optional<YamlNode>> REFERENCE = Key.of(
            "reference", REFERENCES, "the value is another record's id, translated: {source: entity, target: entity}");
    static final Key<JsonNode> CONSTANT = Key.value("constant", "the target's value, whatever the source holds");
    static final Key<Direction> DIRECTION =
            Key.choice("direction", Direction.class, null, "where values may go; default both, of a constant forward");
    static final Key<ConflictPolicy> ROW_CONFLICT =
            Key.choice("conflict", ConflictPolicy.class, null, "which side wins for this row; default the flow's");
    static final Key<FirstMergePolicy> ROW_FIRST_MERGE = Key.choice(
            "first_merge",
            FirstMergePolicy.class,
            null,
            "what a first link does with this row; default the flow's, for a reference fill");
    static final Keys ROW = Keys.of(
                    "a row of properties or extra",
                    ROW_SOURCE,
                    ROW_TARGET,
                    TYPE,
                    VALUES,
                    REFERENCE,
                    CONSTANT,
                    DIRECTION,
                    ROW_CONFLICT,
                    ROW_FIRST_MERGE,
                    WHEN,
                    OFF,
                    FROM,
                    CELL,
                    CELLS)
            .one(ROW_SOURCE, CONSTANT);

    static final Key<String> CONNECTION_ENTITY = Key.text(
                    "entity", ENTITY_FORM, "the entity whose linked records count")
            .need();
    static final Key<String> CONNECTION_BY = Key.text(
                    "by", "the source's property that holds the id of such a record, or a list of ids")
            .need();
    static final Key<String> CONNECTION_INTO = Key.text(
                    "into", ENTITY_FORM, "the entity with whose record it must be linked, in any flow")
            .need();
    static final Keys CONNECTION = Keys.of(
            "an entry of connected_to, where no row has a reference to it",
            CONNECTION_ENTITY,
            CONNECTION_BY,
            CONNECTION_INTO);

    static final Key<String> SECTION_ID = Key.text(
                    "section",
                    Form.text(".+#\\d+"),
                    "<document>#<n>, the document's name without .rst and the section's number in it")
            .need();
    static final Key<String> SECTION_SOURCE = Key.text(
                    "source", "system and entity, as the section's heading names them")
            .need();
    static final Key<String> SECTION_TARGET =
            Key.text("target", "the same of the target").need();
    static final Key<String> SECTION_SYSTEM =
            Key.text("system", "the target system's name, as the last column of its table has it");
    static final Key<String> SECTION_SHAPE = Key.text(
                    "shape", "the names of its sentences in their order, e.g. BEFORE,MERGE,ONCE,PROPS")
            .need();
    static final Key<String> SECTION_CONDITION = Key.text("condition", "its condition in free text");
    static final Key<List<String>> SECTION_CONNECTED_TO =
            Key.texts("connected_to", "entities that a record must be connected to, by their names in the document");
    static final Key<String> SECTION_CONNECTED_INTO =
            Key.text("connected_into", "the system that these are synchronized into, where it isn't called system");
    static final Key<Boolean> SECTION_MIRRORED =
            Key.flag("mirrored", false, "whether the section speaks of the way back: its source is the flow's target");
    static final Keys SECTION = Keys.of(
            "a section under from",
            SECTION_ID,
            SECTION_SOURCE,
            SECTION_TARGET,
            SECTION_SYSTEM,
            SECTION_SHAPE,
            SECTION_CONDITION,
            SECTION_CONNECTED_TO,
            SECTION_CONNECTED_INTO,
            SECTION_MIRRORED);

    /** Where a record without partner gets one. */
    enum Create {
        TARGET,
        BOTH
    }

    static final Key<String> FLOW = Key.text(
                    "flow", "the file's name without .yaml; routes and commands call the flow so")
            .need();
    static final Key<String> DESCRIPTION =
            Key.text("description", "what it keeps in step, for people").need();
    static final Key<String> SOURCE = Key.text(
                    "source", ENTITY_FORM, "entity, system/entity; nothing is created there, unless create: both")
            .need();
    static final Key<String> TARGET =
            Key.text("target", ENTITY_FORM, "entity, system/entity").need();
    static final Key<LinkPolicy> LINK = Key.choice("link", LinkPolicy.class, null, "how pairs are found")
            .need(". Known: " + Keys.words(LinkPolicy.class));
    static final Key<String> WHY_OFF = Key.text("why_off", "the reason for link: off; check shows it");
    static final Key<List<YamlNode>> MATCH = Key.list(
            "match",
            Form.either(Form.TABLE, Form.of(ALTERNATIVE)),
            "list of alternatives, tried in order, each {source property: target property}; all pairs of one must hold."
                    + " For conditions, see an alternative of match, below");
    static final Key<List<YamlNode>> PROPERTIES = Key.list(
                    "properties", ROW, "the documented rows; a table without rows is []")
            .need("; a table without rows is properties: []");
    static final Key<List<YamlNode>> EXTRA = Key.list("extra", ROW, "the site's own rows, same form");
    static final Key<ConflictPolicy> CONFLICT = Key.choice(
            "conflict",
            ConflictPolicy.class,
            ConflictPolicy.LATEST,
            "who wins when both sides changed a property differently");
    static final Key<FirstMergePolicy> FIRST_MERGE = Key.choice(
            "first_merge",
            FirstMergePolicy.class,
            FirstMergePolicy.LATEST,
            "what a new link does with two different values; for references the default is fill");
    static final Key<DeletePolicy> DELETES = Key.choice(
            "deletes", DeletePolicy.class, DeletePolicy.KEEP, "what a deletion on one side does to the other");
    static final Key<List<YamlNode>> WHERE =
            Key.list("where", CONDITION, "conditions on the source's records; all must hold");
    static final Key<List<YamlNode>> TARGET_WHERE = Key.list("target_where", CONDITION, "the same on the target's");
    static final Key<Create> CREATE =
            Key.choice("create", Create.class, Create.TARGET, "where a record without partner gets one");
    static final Key<List<YamlNode>> CONNECTED_TO = Key.list(
            "connected_to",
            Form.either(ENTITY_FORM, Form.of(CONNECTION)),
            "with link: connected, the entities with which a record must be connected. A row's reference leads to each; else see an entry of connected_to, below");
    static final Key<String> SCHEDULE = Key.text("schedule", "Quartz cron; the setting schedule.<flow id> wins");
    static final Key<Integer> PARALLEL = Key.count(
            "parallel",
            null,
            "how many chunks may be under way at the same time; default the smaller number of the two systems' descriptors");
    static final Key<List<YamlNode>> SECTIONS = Key.list(
            "from",
            SECTION,
            "the sections of dataflow documents that the flow comes from; written by import, read by qa and doc");

    /** A flow file. */
    public static final Keys FILE = Keys.of(
            "a flow file",
            FLOW,
            DESCRIPTION,
            SOURCE,
            TARGET,
            LINK,
            WHY_OFF,
            MATCH,
            PROPERTIES,
            EXTRA,
            CONFLICT,
            FIRST_MERGE,
            DELETES,
            WHERE,
            TARGET_WHERE,
            CREATE,
            CONNECTED_TO,
            SCHEDULE,
            PARALLEL,
            SECTIONS);

    static final Key<String> DEMO_FLOW = Key.text("flow", "the flow that it adds to");
    static final Key<List<YamlNode>> DEMO_EXTRA = Key.list("extra", ROW, "more rows");

    /** What the sandbox adds to a flow. */
    public static final Keys DEMO =
            Keys.of("an addition for the sandbox, config/sandbox/flows/<flow id>.yaml", DEMO_FLOW, DEMO_EXTRA);

    /** For the reference. */
    public static final List<Keys> ALL =
            List.of(FILE, CONNECTION, ALTERNATIVE, ROW, REFERENCES, CONDITION, SIDE_CONDITION, SECTION, LINE, DEMO);

    private FlowKeys() {}
}
