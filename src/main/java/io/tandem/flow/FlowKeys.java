package io.tandem.flow;

import io.tandem.config.Keys;
import java.util.List;

/** What a flow file may hold. */
public final class FlowKeys {

    static final Keys FILE = Keys.of(
            "a flow file",
            "flow: the file's name without .yaml; routes and commands call the flow so",
            "description: what it keeps in step, for people",
            "source: entity, system/entity; nothing is ever created there",
            "target: entity, system/entity",
            "link: how pairs are found; required: " + Keys.words(LinkPolicy.class),
            "why_off: with link: off, the reason, which check shows",
            "match: list of alternatives, tried in order, each {source property: target property}; all pairs of one must hold",
            "properties: the documented rows; a table without rows is []",
            "extra: the site's own rows, same form",
            "conflict: who wins when both sides changed a property differently; default latest: "
                    + Keys.words(ConflictPolicy.class),
            "first_merge: what a new link does with two different values; default latest, of references fill: "
                    + Keys.words(FirstMergePolicy.class),
            "deletes: what a deletion on one side does to the other; default keep: " + Keys.words(DeletePolicy.class),
            "where: conditions on the source's records; all must hold",
            "target_where: the same on the target's",
            "create: target; both is known, but can't be carried out by this version",
            "connected_to: with link: connected, list of the entities that a record must refer to",
            "schedule: Quartz cron; the setting schedule.<flow id> wins");

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
            "first_merge: the row's own, else the flow's: " + Keys.words(FirstMergePolicy.class));

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

    static final Keys DEMO = Keys.of(
            "an addition for the sandbox, config/sandbox/flows/<flow id>.yaml",
            "flow: the flow that it adds to",
            "extra: more rows");

    /** For the reference. */
    public static final List<Keys> ALL = List.of(FILE, ROW, REFERENCE, CONDITION, DEMO);

    private FlowKeys() {}
}
