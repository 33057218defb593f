package io.tandem.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xml.sax.SAXParseException;

/** The dump of routes is XML: what documents can do to their readers doesn't work. */
class StepIdsTest {

    private static final String ROUTES =
            "<routes><route id=\"f\" nodePrefixId=\"f/\"><process id=\"s\"/>%s</route></routes>";

    @Test
    void givesStepsTheirPrefix() {
        assertThat(StepIds.prefixed(ROUTES.formatted(""))).contains("id=\"f/s\"");
    }

    @Test
    void readsNoFile_throughAnEntity() {
        String xml = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + ROUTES.formatted("&x;");
        assertThatThrownBy(() -> StepIds.prefixed(xml)).hasRootCauseInstanceOf(SAXParseException.class);
    }

    @Test
    @Timeout(10)
    void expandsNoFloodOfEntities() {
        StringBuilder types = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 \"x\">");
        for (int i = 1; i < 40; i++) {
            types.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        String xml = types + "]>" + ROUTES.formatted("&a39;");
        assertThatThrownBy(() -> StepIds.prefixed(xml)).hasRootCauseInstanceOf(SAXParseException.class);
    }
}
