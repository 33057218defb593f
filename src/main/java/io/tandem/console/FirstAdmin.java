package io.tandem.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The admin of a new installation: a random password in a file that its owner alone can read, made once. */
public final class FirstAdmin {

    public static final String NAME = "admin";

    private final Path file;

    /** @param data where the file is */
    public FirstAdmin(Path data) {
        this.file = data.resolve("console.password");
    }

    /** Where the password stands, once it is made: when the first console without any other admin opens. */
    public Path file() {
        return file;
    }

    String password() {
        try {
            if (!Files.exists(file)) {
                byte[] bytes = new byte[15];
                new SecureRandom().nextBytes(bytes);
                UsersFile.writeOwned(
                        file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }
}
