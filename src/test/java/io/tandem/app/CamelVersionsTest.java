package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.kit.Site;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.hc.core5.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.simpl.RAMJobStore;

/** What {@code src/docs/camel-versions.md} says of the Camel that runs, and of what is not there. */
class CamelVersionsTest {

    @TempDir
    Path home;

    @Test
    void runsTheVersionThatThePageIsAbout_inItsProductionProfile_withTriggersInMemory() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
                Site site = new Site(home, sandbox, List.of("zendesk", "custompms"))) {
            site.start(Map.of());
            CamelContext camel = site.routes().camel();
            assertThat(Files.readString(Path.of("src/docs/camel-versions.md")))
                    .contains("## Why " + camel.getVersion())
                    .contains("## Known faults of " + camel.getVersion());
            assertThat(camel.getCamelContextExtension().getProfile()).isEqualTo("prod");
            assertThat(camel.getComponent("quartz", QuartzComponent.class)
                            .getScheduler()
                            .getMetaData()
                            .getJobStoreClass())
                    .as("quartz#310")
                    .isEqualTo(RAMJobStore.class);
        }
    }

    @Test
    void usesTheSeriesOfHttpClientThatCamelBrings() {
        assertThat(VersionInfo.loadVersionInfo(
                                "org.apache.hc.client5", getClass().getClassLoader())
                        .getRelease())
                .startsWith("5.5.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.camel.component.kafka.KafkaComponent",
                "org.apache.camel.component.jsonpatch.JsonPatchEndpoint",
                "org.apache.camel.component.zookeeper.cluster.ZooKeeperClusterService",
                "org.apache.camel.component.kubernetes.cluster.KubernetesClusterService"
            })
    void hasNoneOfTheComponentsWhoseFaultsItWouldMeet(String component) {
        assertThatThrownBy(() -> Class.forName(component)).isInstanceOf(ClassNotFoundException.class);
    }
}
