package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.app.RoundFailures;
import io.tandem.kit.OddAnswers;
import io.tandem.kit.OddAnswers.Bytes;
import io.tandem.kit.Site;
import io.tandem.record.Json;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a next page is named, and what cursors are made of: whole application, over HTTP. */
class OddLinksFlowTest {

    private static final String FLOW = "salesforce-task--custompms-project";
    private static final String PAGE = "/services/data/v62.0/queryAll/01g-2000";

    @TempDir
    Path home;

    private final Sandbox sandbox = Sandbox.start(new SandboxOptions(5, 5, 0, false, null, Clock.systemUTC()));
    private OddAnswers gate;
    private OddAnswers elsewhere;
    private Site site;

    @AfterEach
    void shut() {
        site.close();
        gate.close();
        elsewhere.close();
        sandbox.close();
    }

    private void open(String system) throws Exception {
        String behind = sandbox.settings().get(system + ".url");
        gate = new OddAnswers(behind.replaceFirst("(?<=\\d)/.*", ""));
        elsewhere = new OddAnswers(behind.replaceFirst("(?<=\\d)/.*", ""));
        site = new Site(home, sandbox, List.of("zendesk", "salesforce", "custompms"))
                .start(Map.of(system + ".url", behind.replaceFirst("http://[^/]*", gate.url())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//ELSEWHERE_AUTHORITYPAGE",
                "http://user:word@ELSEWHERE_AUTHORITYPAGE",
                " PAGE?$filter=(Id eq 'a|b%')#part ",
            })
    void goesToNoOtherHost(String form) throws Exception {
        open("salesforce");
        String other = elsewhere.url().replace("http://", "");
        String link = form.replace("ELSEWHERE_AUTHORITY", other).replace("PAGE", PAGE);
        gate.answer((line, behind) -> {
            if (line.contains("01g-2000")) {
                return Bytes.json(200, "{\"records\":[],\"done\":true}");
            }
            if (line.contains(" FROM Task ")) {
                ObjectNode page = (ObjectNode) Json.MAPPER.readTree(behind.body());
                return Bytes.json(
                        200, page.put("done", false).put("nextRecordsUrl", link).toString());
            }
            return null;
        });
        RoundFailures failures = site.sync(FLOW);
        assertThat(elsewhere.asked()).isEmpty();
        assertThat(failures.lines()).as(link).isEmpty();
        assertThat(gate.asked()).anyMatch(line -> line.startsWith("GET " + PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+/=&%2B", "a \"<>|^`?#[]"})
    void cursorsComeBackAsTheyWere(String odd) throws Exception {
        open("custompms");
        AtomicInteger pages = new AtomicInteger();
        gate.answer((line, behind) -> {
            if (line.startsWith("GET") && line.contains("/projects?") && pages.getAndIncrement() == 0) {
                ObjectNode page = (ObjectNode) Json.MAPPER.readTree(behind.body());
                return Bytes.json(200, page.put("next_cursor", odd).toString());
            }
            if (line.startsWith("GET") && line.contains("/projects?") && line.contains("cursor=")) {
                return Bytes.json(200, "{\"items\":[],\"next_cursor\":null}");
            }
            return null;
        });
        assertThat(site.sync(FLOW).lines()).isEmpty();
        assertThat(gate.asked()).anyMatch(line -> line.contains("cursor=" + odd + "&limit"));
    }
}
