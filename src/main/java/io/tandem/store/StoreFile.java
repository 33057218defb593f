package io.tandem.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of an H2 store that is open, and how it is closed. */
final class StoreFile {

    /** Percent of a file that are data. */
    private static final int FILLED_WELL = 60;

    /** Bytes of data, not of the file around them, that are written again in a few seconds: a stop has 30 s in all. */
    private static final long MOST_TO_COMPACT = 300L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);

    private final Path path;
    private final long bytesAtOpen;

    StoreFile(Path path) {
        this.path = path;
        this.bytesAtOpen = bytes();
    }

    /** With a write delay of 0, H2 never gives back the space of rows that are gone: a file grows to many times its data. */
    void close(Jdbi jdbi) {
        try {
            jdbi.useHandle(h -> {
                h.execute("checkpoint");
                if (bytes() == bytesAtOpen) {
                    // nothing was written, or only over what was free: there is no more to give back than before
                    h.execute("shutdown");
                    return;
                }
                long fill = info(h, "FILL_RATE") * info(h, "CHUNKS_FILL_RATE") / 100;
                long bytes = info(h, "FILE_SIZE");
                boolean compact = fill < FILLED_WELL && bytes / 100 * fill < MOST_TO_COMPACT;
                h.execute(compact ? "shutdown compact" : "shutdown");
            });
        } catch (JdbiException closedWithIt) {
            LOG.debug("the store is closed", closedWithIt);
        }
    }

    /** When all have closed it: from then on the file is there. */
    void protect() {
        if (Files.exists(path)) {
            OwnersAlone.protect(path);
        }
    }

    private long bytes() {
        return path.toFile().length();
    }

    private static long info(Handle h, String name) {
        return h.createQuery("select setting_value from information_schema.settings where setting_name = ?")
                .bind(0, "info." + name)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
