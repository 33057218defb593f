package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.kit.Flows;
import io.tandem.record.EntityKey;
import io.tandem.record.IdForm;
import io.tandem.store.References;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record of a flow, as a person names it in the console. */
class NamedRecordTest {

    private static final Flow FLOW = Flows.matched(
            EntityKey.parse("salesforce/task"),
            EntityKey.parse("custompms/task"),
            new MatchPair("a", "a"),
            Flows.row("b", "b"));

    private final References references =
            new References(null, List.of(FLOW), key -> key, entity -> form(entity.system()));
    private final Decisions decisions = new Decisions(null, null, references, null, null, "ann");

    private static IdForm form(String system) {
        return system.equals("salesforce") ? IdForm.of("case-safe").orElseThrow() : IdForm.ANY;
    }

    @ParameterizedTest
    @CsvSource({
        "salesforce/task/001D000000IqhSL, salesforce/task/001D000000IqhSLIAZ",
        "salesforce/task/001D000000IqhSLIAZ, salesforce/task/001D000000IqhSLIAZ",
        "'\t salesforce/task/001D000000IqhSL ', salesforce/task/001D000000IqhSLIAZ",
        "custompms/task/a/b, custompms/task/a/b"
    })
    void isTaken_whicheverFormItsIdHas(String written, String key) {
        assertThat(decisions.record(FLOW, written)).hasToString(key);
    }

    @ParameterizedTest
    @CsvSource({
        "salesforce/task/00T0, 15 or 18",
        "zendesk/users/7, 'records of salesforce-task--custompms-task are salesforce/task/.. and custompms/task/..'",
        "task, task",
        "'', ''"
    })
    void isRefused_withWhatIsWrong(String written, String says) {
        assertThatThrownBy(() -> decisions.record(FLOW, written))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining(says);
    }

    @Test
    void isOfOneOfTheFlowsTwoEntities() {
        assertThatThrownBy(() -> decisions.record(FLOW, "salesforce/tasks/001D000000IqhSL"))
                .hasMessageContaining("not salesforce/tasks/..");
    }
}
