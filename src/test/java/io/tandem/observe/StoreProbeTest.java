package io.tandem.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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

    @ParameterizedTest
    @CsvSource({"true,UP", "false,DOWN", ",DOWN"})
    void theStoreIsUp_onlyIfItsConnectionIsGood(Boolean valid, String status) {
        assertThat(new Health(QuietView.of(Jdbi.create(() -> connection(valid)), List.of()))
                        .ready()
                        .checks())
                .filteredOn(check -> check.name().equals("store"))
                .extracting(Health.Check::status)
                .containsExactly(status);
    }
}
