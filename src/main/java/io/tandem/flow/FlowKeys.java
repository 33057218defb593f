package io.tandem.flow;

import io.tandem.config.Keys;
import java.util.List;

/** What a flow file may hold. */
public final class FlowKeys {

    static final Keys FILE = Keys.of(
            "a flow file",
            "flow: the file's name without .yaml; routes and commands call the flow so",
            "description: what it keeps in step, for people",
            "source: entity, system/entity; nothing is created there, unless create: both",
            "target: entity, system/entity",
            "link: how pairs are found; required: " + Keys.words(LinkPolicy.class),
            "why_off: with link: off, the reason, which check shows",
            "match: list of alternatives, tried in order, each {source property: target property}; all pairs of one must hold."
                    + " With more to say of one: the keys of an alternative, below",
            "properties: the documented rows; a table without rows is []",
            "extra: the site's own rows, same form",
            "conflict: who wins when both sides changed a property differently; default latest: "
                    + Keys.words(ConflictPolicy.class),
            "first_merge: what a new link does with two different values; default latest, of references fill: "
                    + Keys.words(FirstMergePolicy.class),
            "deletes: what a deletion on one side does to the other; default keep: " + Keys.words(DeletePolicy.class),
            "where: conditions on the source's records; all must hold",
            "target_where: the same on the target's",
            "create: where a record without partner gets one; default target: target, both",
            "connected_to: with link: connected, list of what a record must be connected with: an entity to which a row's"
                    + " reference goes, or more about it",
            "schedule: Quartz cron; the setting schedule.<flow id> wins",
            "from: the sections of dataflow documents that the flow comes from; written by import, read by qa and doc");

    static final Keys CONNECTION = Keys.of(
            "an entry of connected_to, where no row has a reference to it",
            "entity: the entity whose linked records count",
            "by: the source's property that holds the id of such a record, or a list of ids",
            "into: the entity with whose record it must be linked, in any flow");

    static final Keys SECTION = Keys.of(
            "a section under from",
            "section: <document>#<n>, the document's name without .rst and the section's number in it",
            "source: system and entity, as the section's heading names them",
            "target: the same of the target",
            "system: the target system's name, as the last column of its table has it",
            "shape: the names of its sentences in their order, e.g. BEFORE,MERGE,ONCE,PROPS",
            "condition: its condition in free text",
            "connected_to: entities that a record must be connected to, by their names in the document",
            "mirrored: true: the section speaks of the way back, its source is the flow's target");

    static final Keys ALTERNATIVE = Keys.of(
            "an alternative of match, if more is to be said than its pairs",
            "pairs: {source property: target property}; all must hold",
            "when: conditions on either side's record; a record without them has no key",
            "off: why it is switched off; check shows it",
            "from: the rows of documents that say so, <document>#<n>.<k>; one or a list",
            "cells: the source's and the target's cell, where the document writes them otherwise");

    static final Keys ROW = Keys.of(
            "a row of properties or extra",
            "source: property, a dotted path; not with constant",
            "target: property, a dotted path",
            "type: what the target's value is converted to; default none, no conversion: "
                    + Keys.words(ValueType.class),
            "values: table, {source value: target value}; not with reference or constant",
            "reference: the value is another record's id, translated: {source: entity, target: entity}",
            "constant: the target's value, whatever the source holds",
            "direction: where values may go; default both, of a constant forward: " + Keys.words(Direction.class),
            "conflict: the row's own, else the flow's: " + Keys.words(ConflictPolicy.class),
            "first_merge: the row's own, else the flow's: " + Keys.words(FirstMergePolicy.class),
            "when: conditions on either side's record; the row applies to a pair only while all hold",
            "off: why it is switched off: it changes nothing, and check shows it",
            "from: the rows of documents that say so, <document>#<n>.<k>; one or a list",
            "cell: the document's type cell, where it can't be given back from type",
            "cells: the source's and the target's cell, where the document writes them otherwise");

    static final Keys LINE = Keys.of(
            "a row of a document under from, where several write the same row differently",
            "row: <document>#<n>.<k>",
            "cell: its type cell",
            "cells: its source's and target's cell, in the flow's direction");

    static final Keys REFERENCE = Keys.of(
            "a row's reference",
            "source: entity whose ids the source's property holds",
            "target: entity whose ids the target's property holds");

    static final Keys CONDITION = Keys.of(
            "a condition of where or target_where",
            "property: a dotted path",
            "is: a value, or a list of which one must be equal",
            "is_not: a value, or a list of which none may be equal; an empty property passes",
            "empty: true or false");

    static final Keys SIDE_CONDITION =
            CONDITION.with(Keys.of("a condition of when", "side: whose record is asked: " + Keys.words(Side.class)));

    static final Keys DEMO = Keys.of(
            "an addition for the sandbox, config/sandbox/flows/<flow id>.yaml",
            "flow: the flow that it adds to",
            "extra: more rows");

    /** For the reference. */
    public static final List<Keys> ALL =
            List.of(FILE, CONNECTION, ALTERNATIVE, ROW, REFERENCE, CONDITION, SIDE_CONDITION, SECTION, LINE, DEMO);

    private FlowKeys() {}
}
