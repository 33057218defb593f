package io.tandem.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files of a site, through links too: a pipe that never ends or a file without measure is refused before it is read. */
public final class TextFile {

    /** Ten times what the largest known descriptor, flow file or document holds. */
    private static final int MOST_BYTES = 16 << 20;

    private TextFile() {}

    /** A file that is none of ours, whatever is in it; its message is the end of a sentence. */
    static final class Odd extends IOException {

        private static final long serialVersionUID = 1;

        Odd(String message) {
            super(message);
        }
    }

    /** @throws java.nio.charset.CharacterCodingException if it is not UTF-8 */
    public static String read(Path file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(file)))
                .toString();
    }

    /** @throws IOException also if it is no file, or holds more than 16 MB */
    public static byte[] bytes(Path file) throws IOException {
        boolean isOther = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
        if (isOther) {
            throw new Odd("it is a device, a pipe or a socket, and no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Odd("it holds more than " + (MOST_BYTES >> 20) + " MB");
            }
            return bytes;
        }
    }
}
