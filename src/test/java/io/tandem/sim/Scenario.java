package io.tandem.sim;

import io.tandem.config.Tuning;
import io.tandem.flow.Condition;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Reference;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.RowBuilder;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The flows of one simulation, with policies by chance: companies, and people who refer to them.
 *
 * @param chunkRecords records in a chunk
 * @param together whether the flows run at the same time
 */
record Scenario(List<Flow> flows, int chunkRecords, boolean together) {

    static final EntityKey COMPANY = EntityKey.parse("alpha/company");
    static final EntityKey FIRM = EntityKey.parse("beta/firm");
    static final EntityKey PERSON = EntityKey.parse("alpha/person");
    static final EntityKey CONTACT = EntityKey.parse("beta/contact");

    static Scenario draw(Chance chance) {
        List<Flow> flows = new ArrayList<>();
        flows.add(flow(chance, COMPANY, FIRM, "code", row(chance, "note")));
        List<Row> rows = new ArrayList<>(List.of(row(chance, "email"), row(chance, "phone", when(chance, "note"))));
        if (chance.in100(50)) {
            rows.add(RowBuilder.reference("parent", "parent", new Reference(COMPANY, FIRM))
                    .build());
        }
        flows.add(flow(chance, PERSON, CONTACT, "email", rows.toArray(Row[]::new)));
        if (chance.in100(30)) {
            flows.add(flow(chance, PERSON, FIRM, "code", row(chance, "note")));
        }
        return new Scenario(List.copyOf(flows), Tuning.DEFAULT.chunkRecords(), false);
    }

    /** The same with small chunks, several of them at the same time, or flows that run together. */
    Scenario crowded(Chance chance) {
        int workers = chance.of(1, 2, 3, 4);
        return new Scenario(
                flows.stream().map(flow -> flow.withParallel(workers)).toList(),
                chance.of(1, 2, 3, 3),
                workers == 1 || chance.in100(40));
    }

    /** Whether more than one worker may be at a system. */
    boolean isCrowded() {
        return together || flows.get(0).parallel() > 1;
    }

    private static Row row(Chance chance, String property) {
        return row(chance, property, List.of());
    }

    /** Now and then a row applies only while the target has something there. */
    private static List<SideCondition> when(Chance chance, String property) {
        return chance.in100(15) ? List.of(new SideCondition(Side.TARGET, filled(property))) : List.of();
    }

    private static Condition filled(String property) {
        return new Condition(property, true, List.of());
    }

    private static Row row(Chance chance, String property, List<SideCondition> when) {
        return RowBuilder.of(property, property)
                .conflict(chance.of(
                        ConflictPolicy.LATEST,
                        ConflictPolicy.LATEST,
                        ConflictPolicy.SOURCE,
                        ConflictPolicy.TARGET,
                        ConflictPolicy.MANUAL))
                .firstMerge(chance.of(
                        FirstMergePolicy.LATEST,
                        FirstMergePolicy.LATEST,
                        FirstMergePolicy.SOURCE,
                        FirstMergePolicy.TARGET,
                        FirstMergePolicy.FILL))
                .when(when)
                .build();
    }

    private static Flow flow(Chance chance, EntityKey source, EntityKey target, String key, Row... rows) {
        LinkPolicy link = chance.of(LinkPolicy.MATCHED, LinkPolicy.EVERY, LinkPolicy.MATCHED_OR_CREATE);
        List<Row> all = new ArrayList<>(List.of(rows));
        boolean keyIsRow = all.stream().anyMatch(r -> r.source().equals(key));
        if (!keyIsRow && link != LinkPolicy.MATCHED) {
            all.add(row(chance, key));
        }
        FlowBuilder flow = FlowBuilder.of(source, target);
        if (link != LinkPolicy.MATCHED && chance.in100(20)) {
            flow.createBoth();
        }
        return flow.where(chance.in100(10) ? List.of(filled("note")) : List.of())
                .targetWhere(chance.in100(15) ? List.of(filled("note")) : List.of())
                .link(link)
                .match(link == LinkPolicy.EVERY ? List.of() : List.of(List.of(new MatchPair(key, key))))
                .rows(all)
                .deletes(chance.of(DeletePolicy.KEEP, DeletePolicy.KEEP, DeletePolicy.PROPAGATE))
                .build();
    }

    Flow flow(String id) {
        return flows.stream().filter(flow -> flow.id().equals(id)).findFirst().orElseThrow();
    }

    List<String> entities(String system) {
        return system.equals("alpha") ? List.of("company", "person") : List.of("contact", "firm");
    }
}
