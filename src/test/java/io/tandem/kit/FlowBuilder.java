package io.tandem.kit;

import io.tandem.flow.Condition;
import io.tandem.flow.Connection;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.record.EntityKey;
import java.util.List;
import java.util.Optional;

/** A flow in which every source gets a target, as far as a test says nothing else. */
public final class FlowBuilder {

    private String id;
    private String description = "a flow of a test";
    private final EntityKey source;
    private final EntityKey target;
    private LinkPolicy link = LinkPolicy.EVERY;
    private String whyOff = "";
    private List<List<MatchPair>> match = List.of();
    private List<Row> rows = List.of();
    private DeletePolicy deletes = DeletePolicy.KEEP;
    private List<Condition> where = List.of();
    private List<Condition> targetWhere = List.of();
    private boolean createBoth;
    private List<Connection> connectedTo = List.of();
    private Optional<String> schedule = Optional.empty();
    private Documented documented = Documented.NOTHING;
    private int parallel = 1;

    private FlowBuilder(EntityKey source, EntityKey target) {
        this.source = source;
        this.target = target;
        this.id = (source + "--" + target).replace('/', '-');
    }

    public static FlowBuilder of(EntityKey source, EntityKey target) {
        return new FlowBuilder(source, target);
    }

    /** The same flow, to change some of it. */
    public static FlowBuilder like(Flow flow) {
        FlowBuilder builder = new FlowBuilder(flow.source(), flow.target());
        builder.id = flow.id();
        builder.link = flow.link();
        builder.whyOff = flow.whyOff();
        builder.match = flow.match();
        builder.rows = flow.rows();
        builder.deletes = flow.deletes();
        builder.where = flow.where();
        builder.targetWhere = flow.targetWhere();
        builder.createBoth = flow.createBoth();
        builder.connectedTo = flow.connectedTo();
        builder.schedule = flow.schedule();
        builder.documented = flow.documented();
        builder.parallel = flow.parallel();
        return builder;
    }

    public FlowBuilder id(String other) {
        id = other;
        return this;
    }

    public FlowBuilder description(String text) {
        description = text;
        return this;
    }

    public FlowBuilder link(LinkPolicy policy) {
        link = policy;
        return this;
    }

    public FlowBuilder off(String why) {
        link = LinkPolicy.OFF;
        whyOff = why;
        return this;
    }

    /** @param alternatives in order of trial */
    public FlowBuilder match(List<List<MatchPair>> alternatives) {
        match = alternatives;
        return this;
    }

    public FlowBuilder rows(Row... some) {
        return rows(List.of(some));
    }

    public FlowBuilder rows(List<Row> some) {
        rows = some;
        return this;
    }

    public FlowBuilder deletes(DeletePolicy policy) {
        deletes = policy;
        return this;
    }

    public FlowBuilder where(Condition... conditions) {
        return where(List.of(conditions));
    }

    public FlowBuilder where(List<Condition> conditions) {
        where = conditions;
        return this;
    }

    public FlowBuilder targetWhere(Condition... conditions) {
        return targetWhere(List.of(conditions));
    }

    public FlowBuilder targetWhere(List<Condition> conditions) {
        targetWhere = conditions;
        return this;
    }

    public FlowBuilder createBoth() {
        createBoth = true;
        return this;
    }

    public FlowBuilder connectedTo(Connection... connections) {
        connectedTo = List.of(connections);
        return this;
    }

    public FlowBuilder schedule(String cron) {
        schedule = Optional.of(cron);
        return this;
    }

    public FlowBuilder documented(Documented some) {
        documented = some;
        return this;
    }

    public Flow build() {
        return new Flow(
                id,
                description,
                source,
                target,
                link,
                whyOff,
                match,
                rows,
                deletes,
                where,
                targetWhere,
                createBoth,
                connectedTo,
                schedule,
                documented,
                parallel);
    }
}
