package io.tandem.remote;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command's two output streams and its exit code in one answer: kind, length, bytes. */
final class Frames {

    private static final int OUT = 1;
    private static final int ERR = 2;
    private static final int END = 3;

    private Frames() {}

    static final class Writer {
        private final DataOutputStream frames;

        Writer(OutputStream body) {
            frames = new DataOutputStream(body);
        }

        PrintStream out() {
            return stream(OUT);
        }

        PrintStream err() {
            return stream(ERR);
        }

        private PrintStream stream(int kind) {
            return new PrintStream(
                    new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            write(new byte[] {(byte) b}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) throws IOException {
                            frame(kind, bytes, offset, length);
                        }
                    },
                    true,
                    StandardCharsets.UTF_8);
        }

        private synchronized void frame(int kind, byte[] bytes, int offset, int length) throws IOException {
            frames.writeByte(kind);
            frames.writeInt(length);
            frames.write(bytes, offset, length);
            frames.flush();
        }

        void end(int exitCode) throws IOException {
            frame(END, new byte[] {(byte) exitCode}, 0, 1);
        }
    }

    static final class Reader implements AutoCloseable {
        private final DataInputStream frames;

        Reader(InputStream body) {
            frames = new DataInputStream(body);
        }

        /** @return the exit code */
        int copyTo(PrintStream out, PrintStream err) throws IOException {
            while (true) {
                int kind = frames.readByte();
                byte[] bytes = frames.readNBytes(frames.readInt());
                if (kind == END) {
                    return bytes[0];
                }
                PrintStream to = kind == OUT ? out : err;
                to.write(bytes, 0, bytes.length);
                to.flush();
            }
        }

        @Override
        public void close() throws IOException {
            frames.close();
        }
    }
}
