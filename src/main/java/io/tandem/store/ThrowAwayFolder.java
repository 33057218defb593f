package io.tandem.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for one piece of work, which only its owner can read. It is deleted with the work. If a killed process left
 * one, the next one that is made deletes it.
 */
public final class ThrowAwayFolder implements AutoCloseable {

    private static final String PREFIX = "plan-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;

    private ThrowAwayFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @param data where the store is too */
    public static ThrowAwayFolder in(Path data) {
        try {
            removeAbandoned(data);
            Path folder = Files.createTempDirectory(data, PREFIX);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new ThrowAwayFolder(folder, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("no room beside the store in " + data, e);
        }
    }

    private static void removeAbandoned(Path data) throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(data)) {
            folders = found.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(Files::isDirectory)
                    .toList();
        }
        for (Path folder : folders) {
            if (abandoned(folder.resolve(LOCK))) {
                remove(folder);
            }
        }
    }

    private static boolean abandoned(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    public Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lock.close();
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " can't be removed; it holds a copy of the store", e);
        }
    }
}
