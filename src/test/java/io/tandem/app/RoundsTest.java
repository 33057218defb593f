package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Site;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {

    private static final String FLOW = "zendesk-organizations--custompms-customer";

    @TempDir
    Path folder;

    @Test
    void beginsNoRound_whenTheProcessIsToEnd() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
                Site site = new Site(folder, sandbox, List.of("zendesk", "custompms")).start(Map.of())) {
            site.app().end();

            assertThat(site.sync(FLOW).stops()).containsEntry(FLOW, "the process was asked to end");
        }
    }

    @Test
    void hasAThreadForEachFlow_upToTheSetting_andTwoForTheHousekeeping() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
                Site site = new Site(folder, sandbox, List.of("zendesk", "custompms"))
                        .startScheduled(Map.of("rounds.at-once", "3"))) {
            assertThat(site.routes()
                            .camel()
                            .getComponent("quartz", QuartzComponent.class)
                            .getScheduler()
                            .getMetaData()
                            .getThreadPoolSize())
                    .isEqualTo(5);
        }
    }
}
