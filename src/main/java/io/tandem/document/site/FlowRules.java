package io.tandem.document.site;

import io.tandem.flow.Condition;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A flow's policies in plain sentences. */
final class FlowRules {

    private final Flow flow;
    private final RecordNames names;
    private final List<Line> lines = new ArrayList<>();

    private FlowRules(Flow flow, RecordNames names) {
        this.flow = flow;
        this.names = names;
    }

    static List<Line> of(Flow flow, RecordNames names) {
        FlowRules rules = new FlowRules(flow, names);
        rules.who(Side.SOURCE);
        rules.who(Side.TARGET);
        rules.link();
        rules.match();
        if (flow.link() != LinkPolicy.OFF) {
            rules.say("Once linked, the two are kept in step, wherever one of them is edited. They stay linked by their"
                    + " ids: a later change of what they were matched by changes no link.");
        }
        rules.deletes();
        return rules.lines;
    }

    private void say(String words) {
        lines.add(Line.of(words));
    }

    private void who(Side side) {
        List<Condition> conditions = flow.conditions(side);
        if (!conditions.isEmpty()) {
            say("Of " + names.of(side) + ", only those records take part whose "
                    + conditions.stream().map(FlowRules::words).collect(Collectors.joining(", and whose ")) + ".");
        }
    }

    private static String words(Condition condition) {
        String is = "`" + condition.property() + "` is " + (condition.negated() ? "not " : "");
        return condition.anyOf().isEmpty()
                ? is + "empty"
                : is
                        + condition.anyOf().stream()
                                .map(value -> "`" + Values.text(value) + "`")
                                .collect(Collectors.joining(" or "));
    }

    private void link() {
        switch (flow.link()) {
            case OFF -> say("This flow is switched off: " + flow.whyOff() + ".");
            case MATCHED ->
                say("Nothing is created. A record of " + names.source() + " and one of " + names.target()
                        + " are linked when they match; until then both wait.");
            case EVERY ->
                say("Every record of " + names.source() + " without a link gets a new one in " + names.target() + ".");
            case MATCHED_OR_CREATE ->
                say("A record of " + names.source() + " is linked with the one of " + names.target()
                        + " that matches it; if none does, a new one is created.");
            case CONNECTED ->
                say("A new record of " + names.target() + " is created from one of " + names.source()
                        + " that is connected with a linked record of "
                        + flow.connectedTo().stream()
                                .map(connection -> "`" + connection.entity() + "`"
                                        + connection
                                                .by()
                                                .map(by -> " (through `" + by + "`)")
                                                .orElse(""))
                                .collect(Collectors.joining(" or "))
                        + ".");
        }
        if (flow.createBoth() && flow.link() != LinkPolicy.OFF) {
            say("The same goes the other way: a record of " + names.target() + " without a link gets a new one in "
                    + names.source() + ".");
        }
    }

    private void match() {
        if (!flow.matches() || flow.match().isEmpty()) {
            return;
        }
        say("Two of them match when "
                + flow.match().stream()
                        .map(pairs -> pairs.stream().map(this::pair).collect(Collectors.joining(" and ")))
                        .collect(Collectors.joining(", or when "))
                + ". Upper and lower case of emails and blanks around a value make no difference; an empty value never"
                + " matches.");
        say("If several match, nothing is guessed: all wait for a person, and `tandem waiting " + flow.id()
                + "` lists them.");
    }

    private String pair(MatchPair pair) {
        return "`" + pair.source() + "` in " + names.source() + " equals `" + pair.target() + "` in " + names.target();
    }

    private void deletes() {
        if (flow.link() != LinkPolicy.OFF) {
            say(
                    flow.deletes() == DeletePolicy.KEEP
                            ? "When one of the two is deleted, the other stays as it is. If it comes back, the link works"
                                    + " again."
                            : "When one of the two is deleted, the other is deleted too; too many deletions at once wait for"
                                    + " a person.");
        }
    }
}
