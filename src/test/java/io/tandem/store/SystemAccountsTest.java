package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.kit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemAccountsTest {

    private final Database store = TestDatabase.H2.open();

    @AfterEach
    void shut() {
        store.close();
    }

    @Test
    void aStoreStaysWithTheAccountsThatAnsweredFirst() {
        SystemAccounts.remember(store.jdbi(), "pms", "https://two.example");
        SystemAccounts.remember(store.jdbi(), "pms", "https://three.example");
        SystemAccounts.check(store.jdbi(), Map.of("desk", "https://one.example", "pms", "https://two.example"));
        assertThatThrownBy(() -> SystemAccounts.check(store.jdbi(), Map.of("pms", "https://three.example")))
                .isInstanceOf(ConfigurationFault.class)
                .hasMessageContaining("belongs to https://two.example of pms, not to https://three.example");
    }

    /** A mistyped one can be corrected. */
    @Test
    void anAddressThatNeverAnsweredTiesTheStoreToNothing() {
        SystemAccounts.check(store.jdbi(), Map.of("desk", "https://mistyped.example"));
        assertThatCode(() -> SystemAccounts.check(store.jdbi(), Map.of("desk", "https://one.example")))
                .doesNotThrowAnyException();
    }
}
