package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentitiesTest {

    private static final String INSERT = "insert into wake (flow, side, record_id) values ('a flow', 'SOURCE', '1')";

    @ParameterizedTest
    @EnumSource
    void laterRowsHaveHigherIds_whicheverConnectionStoresThem(TestDatabase database) {
        try (Database store = database.open();
                Handle one = store.jdbi().open();
                Handle other = store.jdbi().open()) {
            for (int i = 0; i < 50; i++) {
                one.execute(INSERT);
                other.execute(INSERT);
            }
            List<Long> ids = ids(one);
            assertThat(ids).hasSize(100);
            assertThat(ids.get(99) - ids.get(0)).isEqualTo(99);
        }
    }

    private static List<Long> ids(Handle handle) {
        return handle.createQuery("select id from wake order by id")
                .mapTo(Long.class)
                .list();
    }

    @Test
    void h2GoesOnBehindThoseThatItGave_afterEachStart(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("store");
        for (int start = 1; start <= 3; start++) {
            try (Database store = Database.open(url, null, null)) {
                store.jdbi().useHandle(h -> {
                    h.execute(INSERT);
                    assertThat(h.createQuery("select identity_cache from information_schema.columns"
                                            + " where table_name = 'WAKE' and column_name = 'ID'")
                                    .mapTo(Integer.class)
                                    .one())
                            .isEqualTo(10_000);
                });
            }
        }
        try (Database store = Database.open(url, null, null)) {
            List<Long> ids = store.jdbi().withHandle(IdentitiesTest::ids);
            assertThat(ids).hasSize(3).isSorted().doesNotHaveDuplicates();
        }
    }
}
