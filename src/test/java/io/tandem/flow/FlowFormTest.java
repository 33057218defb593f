package io.tandem.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.RowBuilder;
import io.tandem.record.EntityKey;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule 16: a store tells by this text whether a flow is still the one that it was built with, also by another version. */
class FlowFormTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final EntityKey CONTACTS = EntityKey.parse("shop/contacts");
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey COMPANIES = EntityKey.parse("shop/companies");
    private static final Condition LIVE = new Condition("state", true, List.of(TextNode.valueOf("gone")));

    private static final Row REFERENCE = RowBuilder.reference("firm", "company", new Reference(FIRMS, COMPANIES))
            .type(ValueType.STRING)
            .direction(Direction.FORWARD)
            .build();

    private static final Row CONSTANT = RowBuilder.constant("kind", DecimalNode.valueOf(new BigDecimal("1.50")))
            .type(ValueType.STRING)
            .values(Map.of("b", TextNode.valueOf("2"), "a", TextNode.valueOf("1")))
            .direction(Direction.BOTH)
            .conflict(ConflictPolicy.MANUAL)
            .extra()
            .when(new SideCondition(Side.TARGET, new Condition("type", false, List.of())))
            .build();

    private static final Flow FLOW = FlowBuilder.of(USERS, CONTACTS)
            .link(LinkPolicy.CONNECTED)
            .match(List.of(List.of(new MatchPair("email", "mail"))))
            .rows(REFERENCE, CONSTANT)
            .where(List.of(LIVE))
            .connectedTo(new Connection(FIRMS, Optional.of("firm"), Optional.of(COMPANIES)))
            .build();

    /** Stores hold the fingerprint of this text: with another one, every flow would look at all its records again. */
    @Test
    void isThisText() {
        assertThat(FlowForm.ofRecords(FLOW))
                .isEqualTo(
                        "{\"connectedTo\":[[\"desk/firms\",\"firm\",\"shop/companies\"]],\"createBoth\":false,\"form\":1,"
                                + "\"link\":\"CONNECTED\",\"match\":[[{\"source\":\"email\",\"target\":\"mail\",\"when\":[]}]],"
                                + "\"rows\":[{\"conflict\":\"LATEST\",\"constant\":null,\"direction\":\"FORWARD\",\"firstMerge\":\"FILL\","
                                + "\"reference\":[\"desk/firms\",\"shop/companies\"],\"source\":\"firm\",\"target\":\"company\","
                                + "\"type\":\"STRING\",\"values\":{},\"when\":[]},"
                                + "{\"conflict\":\"MANUAL\",\"constant\":1.50,\"direction\":\"BOTH\",\"firstMerge\":\"LATEST\","
                                + "\"reference\":[],\"source\":null,\"target\":\"kind\",\"type\":\"STRING\","
                                + "\"values\":{\"a\":\"1\",\"b\":\"2\"},\"when\":[{\"anyOf\":[],\"negated\":false,\"property\":\"type\","
                                + "\"side\":\"TARGET\"}]}],\"source\":\"desk/users\",\"target\":\"shop/contacts\",\"targetWhere\":[],"
                                + "\"where\":[{\"anyOf\":[\"gone\"],\"negated\":true,\"property\":\"state\"}]}");
    }

    @Test
    void saysNothingOfWordsAndSchedules() {
        Flow other = FlowBuilder.like(FLOW)
                .description("Other words")
                .schedule("0 0 * * * ?")
                .build()
                .withParallel(3);
        assertThat(FlowForm.ofRecords(other)).isEqualTo(FlowForm.ofRecords(FLOW));
        assertThat(FlowForm.of(other)).isEqualTo(FlowForm.of(FLOW));
    }

    @Test
    void tellsDeletePoliciesApart_forProcessesOnOneStore() {
        Flow other = FlowBuilder.like(FLOW).deletes(DeletePolicy.PROPAGATE).build();
        assertThat(FlowForm.ofRecords(other)).isEqualTo(FlowForm.ofRecords(FLOW));
        assertThat(FlowForm.of(other)).isNotEqualTo(FlowForm.of(FLOW));
    }

    /** Who adds a part decides whether it belongs to the text; whyOff, description, schedule, documented and parallel do not. */
    @Test
    void knowsEveryPartOfAFlow() {
        assertThat(parts(Flow.class))
                .containsExactlyInAnyOrder(
                        "id",
                        "description",
                        "source",
                        "target",
                        "link",
                        "whyOff",
                        "match",
                        "rows",
                        "deletes",
                        "where",
                        "targetWhere",
                        "createBoth",
                        "connectedTo",
                        "schedule",
                        "documented",
                        "parallel");
        assertThat(parts(Row.class))
                .containsExactlyInAnyOrder(
                        "source",
                        "target",
                        "type",
                        "values",
                        "reference",
                        "constant",
                        "direction",
                        "conflict",
                        "firstMerge",
                        "documented",
                        "when");
        assertThat(parts(MatchPair.class)).containsExactlyInAnyOrder("source", "target", "when");
        assertThat(parts(Connection.class)).containsExactlyInAnyOrder("entity", "by", "into");
        assertThat(parts(Reference.class)).containsExactlyInAnyOrder("source", "target");
        assertThat(parts(SideCondition.class)).containsExactlyInAnyOrder("side", "condition");
        assertThat(parts(Condition.class)).containsExactlyInAnyOrder("property", "negated", "anyOf");
    }

    private static List<String> parts(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
