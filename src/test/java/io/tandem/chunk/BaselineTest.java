package io.tandem.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.flow.Row;
import io.tandem.kit.Flows;
import org.junit.jupiter.api.Test;

/** How a baseline stands in the store. */
class BaselineTest {

    private static final Row TITLE = Flows.row("title", "name");
    private static final Row PHONE = Flows.row("phone", "telephone");
    private static final Row NOTE = Flows.row("note", "remark");

    private static final Baseline AGREED = Baseline.empty()
            .with(TITLE, TextNode.valueOf("Pump"), TextNode.valueOf("Pump"))
            .with(PHONE, TextNode.valueOf("0123"), TextNode.valueOf("123"))
            .with(NOTE, NullNode.instance, NullNode.instance);

    @Test
    void namesAValueOnce_onWhichBothSidesAgreeInOneForm() {
        assertThat(AGREED.toJson())
                .isEqualTo(
                        "{\"note->remark\":[null],\"phone->telephone\":[\"0123\",\"123\"],\"title->name\":[\"Pump\"]}");
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(Baseline.fromJson(AGREED.toJson())).isEqualTo(AGREED);
    }

    @Test
    void isReadAsOlderVersionsWroteIt() {
        assertThat(Baseline.fromJson("{\"note->remark\":[null,null],\"phone->telephone\":[\"0123\",\"123\"],"
                        + "\"title->name\":[\"Pump\",\"Pump\"]}"))
                .isEqualTo(AGREED);
    }
}
