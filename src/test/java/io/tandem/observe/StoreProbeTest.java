package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tandem.chunk.FlowCounters;
import io.tandem.kit.TestClock;
import io.tandem.system.rest.Systems;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreProbeTest {

    /** @param valid what the driver says of its connection; null if it says nothing */
    private static Connection connection(Boolean valid) {
        return (Connection) Proxy.newProxyInstance(
                StoreProbeTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("isValid") && valid == null) {
                        throw new SQLException("gone");
                    }
                    boolean yes = method.getName().equals("isValid")
                            ? valid
                            : method.getName().equals("getAutoCommit");
                    return method.getReturnType() == boolean.class ? yes : null;
                });
    }

    private static Health health(Jdbi jdbi) {
        TestClock clock = new TestClock();
        PrometheusMeterRegistry numbers = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Health(new ApplicationView(new ApplicationView.Parts(
                List.of(),
                flow -> Optional.empty(),
                jdbi,
                null,
                who -> null,
                new FlowCounters(clock, () -> numbers),
                Systems.load(Path.of("target/no-home"), new ArrayList<>()),
                "",
                flow -> "",
                () -> new ConfigurationState(ConfigurationState.State.CURRENT, Instant.EPOCH, List.of()),
                () -> "",
                flow -> Optional.empty(),
                numbers,
                clock)));
    }

    @ParameterizedTest
    @CsvSource({"true,UP", "false,DOWN", ",DOWN"})
    void theStoreIsUp_onlyIfItsConnectionIsGood(Boolean valid, String status) {
        assertThat(health(Jdbi.create(() -> connection(valid))).ready().checks())
                .filteredOn(check -> check.name().equals("store"))
                .extracting(Health.Check::status)
                .containsExactly(status);
    }
}
