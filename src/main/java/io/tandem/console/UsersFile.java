package io.tandem.console;

import io.tandem.config.ConfigurationFault;
import io.tandem.record.Blanks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says who may sign in to the console: one {@code name:viewer|admin:hash} a line, readable by its owner
 * alone. Read again when it changes; while a changed one has a fault, what stood before it counts, and the log says so.
 */
public final class UsersFile {

    private static final Logger LOG = LoggerFactory.getLogger(UsersFile.class);

    /** The fewest characters of a password, wherever it is set. */
    static final int SHORTEST_PASSWORD = 8;

    static final String TOO_SHORT = "a password has at least " + SHORTEST_PASSWORD + " characters";

    private record User(Role role, PasswordHash hash) {}

    /** The file's stamp, length and identity: writing it again makes another file. */
    private record Version(FileTime modified, long size, Object key) {}

    private record Read(Version version, Map<String, User> users) {}

    private final Path file;
    private Read last;
    private String said;

    public UsersFile(Path file) {
        this.file = file;
    }

    @Override
    public String toString() {
        return file.toString();
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** @throws ConfigurationFault if the file has a fault, or others than its owner can read it */
    public synchronized void check() {
        users();
    }

    /** Who has this name now; empty if it was removed. */
    synchronized Optional<Account> account(String name) {
        return Optional.ofNullable(lastGood().get(name))
                .map(user ->
                        new Account(new Person(name, user.role()), user.hash().text()));
    }

    synchronized Optional<PasswordHash> hash(String name) {
        return Optional.ofNullable(lastGood().get(name)).map(User::hash);
    }

    /** Matches nothing, and takes as long as the slowest hash of the file, so that time doesn't tell which names it has. */
    synchronized PasswordHash nobody() {
        return lastGood().values().stream()
                .map(User::hash)
                .max(Comparator.comparingInt(PasswordHash::rounds))
                .map(PasswordHash::ofNobody)
                .orElse(PasswordHash.NOBODY);
    }

    /** Whether somebody in the file may decide. */
    public synchronized boolean anyAdmin() {
        return lastGood().values().stream().anyMatch(user -> user.role() == Role.ADMIN);
    }

    /**
     * Adds a user, or gives it another role and password. The file is written again without its comments, and made if there is
     * none.
     *
     * @throws ConfigurationFault if the password is too short, the name has other characters, or the file has a fault
     */
    public synchronized void put(String name, Role role, String password) {
        if (password.length() < SHORTEST_PASSWORD) {
            throw new ConfigurationFault(TOO_SHORT);
        }
        put(name, role, PasswordHash.of(password));
    }

    synchronized void put(String name, Role role, PasswordHash password) {
        if (!name.matches("[\\w.@-]{1,100}")) {
            throw new ConfigurationFault("a name has letters, digits and . _ - @ only");
        }
        Map<String, User> users = new TreeMap<>(users());
        users.put(name, new User(role, password));
        save(users);
    }

    /** Takes a user out of the file, which is written again without its comments. @return whether there was one */
    public synchronized boolean remove(String name) {
        Map<String, User> users = new TreeMap<>(users());
        boolean known = users.remove(name) != null;
        save(users);
        return known;
    }

    private void save(Map<String, User> users) {
        List<String> lines = new ArrayList<>();
        users.forEach((name, user) -> lines.add(name + ":" + user.role().name().toLowerCase(Locale.ROOT) + ":"
                + user.hash().text()));
        writeOwned(file, String.join("\n", lines) + "\n");
        last = null;
    }

    /** Writes a file that nobody but its owner can read, not even for a moment. */
    static void writeOwned(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            Path fresh = folder.resolve(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            if (posix) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written", e);
        }
    }

    /** As {@link #users}; a fault in a changed file is said once and changes nothing. */
    private Map<String, User> lastGood() {
        try {
            return users();
        } catch (ConfigurationFault fault) {
            if (!fault.getMessage().equals(said)) {
                said = fault.getMessage();
                LOG.warn("{}. Until then, who could sign in before still can", said);
            }
            return last == null ? Map.of() : last.users();
        }
    }

    private Map<String, User> users() {
        if (!exists()) {
            return Map.of();
        }
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Version version = new Version(now.lastModifiedTime(), now.size(), now.fileKey());
            if (last == null || !last.version().equals(version)) {
                checkOwnership();
                last = new Read(version, parse(Files.readAllLines(file)));
                said = null;
            }
            return last.users();
        } catch (IOException e) {
            throw new ConfigurationFault("console.users: " + file + " can't be read");
        }
    }

    private void checkOwnership() throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.removeIf(permission -> permission.name().startsWith("OWNER"));
            if (!others.isEmpty()) {
                throw new ConfigurationFault(
                        "console.users: others can read or write " + file + ". Make it its owner's alone: chmod 600");
            }
        }
    }

    private Map<String, User> parse(List<String> lines) {
        Map<String, User> users = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = Blanks.strip(lines.get(i));
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(":", 3);
            Optional<PasswordHash> hash = parts.length == 3 ? PasswordHash.parse(parts[2]) : Optional.empty();
            if (hash.isEmpty() || !parts[1].matches("viewer|admin")) {
                throw new ConfigurationFault("console.users: " + file + " line " + (i + 1)
                        + " is not name:viewer|admin:hash. Let Tandem write it: tandem user NAME --role viewer");
            }
            users.put(parts[0], new User(Role.valueOf(parts[1].toUpperCase(Locale.ROOT)), hash.get()));
        }
        return users;
    }
}
