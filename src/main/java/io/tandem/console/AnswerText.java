package io.tandem.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jolokia.json.JSONObject;

/** Answers to Jolokia requests as JSON text: one, or a list of several; never longer than its bound. */
final class AnswerText {

    static final String TYPE = "application/json; charset=utf-8";

    /** The whole list of the shipped configuration's MBeans has 2.5 MB. */
    static final int MOST_BYTES = 4 << 20;

    private final boolean several;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private boolean any;
    private boolean full;

    AnswerText() {
        this(false);
    }

    private AnswerText(boolean several) {
        this.several = several;
        if (several) {
            text.write('[');
        }
    }

    static AnswerText ofSeveral() {
        return new AnswerText(true);
    }

    /** Whether an answer did not fit: further requests need not be carried out. */
    boolean isFull() {
        return full;
    }

    /** Adds an answer; where it doesn't fit, its place holds a short one that says so. */
    void add(JSONObject answer) {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        try {
            write(answer, new Bounded(one, MOST_BYTES - text.size()));
        } catch (Bounded.Overrun e) {
            full = true;
            one.reset();
            write(tooLong(), one);
        }
        if (any) {
            text.write(',');
        }
        any = true;
        text.writeBytes(one.toByteArray());
    }

    /** The whole text; nothing can be added after it. */
    byte[] bytes() {
        if (several) {
            text.write(']');
        }
        return text.toByteArray();
    }

    static JSONObject tooLong() {
        return error(413, "The answers to these requests would be too long or cost too much. Ask for less at a time.");
    }

    static JSONObject refused(String why) {
        return error(403, why);
    }

    private static JSONObject error(int status, String why) {
        JSONObject answer = new JSONObject();
        answer.put("status", status);
        answer.put("error", why);
        answer.put("error_type", "java.lang.SecurityException");
        return answer;
    }

    private static void write(JSONObject answer, OutputStream to) {
        try (Writer writer = new OutputStreamWriter(to, StandardCharsets.UTF_8)) {
            answer.writeJSONString(writer);
        } catch (Bounded.Overrun overrun) {
            throw overrun;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes up to a number of bytes. */
    private static final class Bounded extends OutputStream {

        private static final class Overrun extends RuntimeException {
            private static final long serialVersionUID = 1;

            Overrun() {
                super("longer than its bound", null, false, false);
            }
        }

        private final OutputStream to;
        private int left;

        Bounded(OutputStream to, int most) {
            this.to = to;
            this.left = most;
        }

        @Override
        public void write(int b) throws IOException {
            take(1);
            to.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            take(length);
            to.write(bytes, offset, length);
        }

        private void take(int bytes) {
            left -= bytes;
            if (left < 0) {
                throw new Overrun();
            }
        }
    }
}
