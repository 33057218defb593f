package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of an H2 file is kept in memory: an eighth of the heap, within limits. */
class PageCacheTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"64, 16", "256, 32", "512, 64", "8192, 128"})
    void followsTheHeap(long heapMegabytes, long cacheMegabytes) {
        assertThat(Database.cacheKilobytes(heapMegabytes << 20)).isEqualTo(cacheMegabytes * 1024);
    }

    @Test
    void isWhatH2Uses() throws IOException {
        assertThat(megabytes(""))
                .isEqualTo(Database.cacheKilobytes(Runtime.getRuntime().maxMemory()) / 1024);
    }

    @Test
    void isWhatTheAddressSaysIfItDoes() throws IOException {
        assertThat(megabytes(";cache_size=20480")).isEqualTo(20);
    }

    private long megabytes(String options) throws IOException {
        try (Database database = Database.open(TestDatabase.closedFile(folder.resolve("store")) + options, "", "")) {
            return database.jdbi().withHandle(h -> h.createQuery("select setting_value from information_schema.settings"
                            + " where setting_name = 'info.CACHE_MAX_SIZE'")
                    .mapTo(Long.class)
                    .one());
        }
    }
}
