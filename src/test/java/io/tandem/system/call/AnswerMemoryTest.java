package io.tandem.system.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an answer takes in memory is bounded, whatever it looks like and however few bytes it has: the largest tree that is read
 * of each shape is weighed after a collection, in a process of its own.
 */
class AnswerMemoryTest {

    private static final int BOUND = 4 << 20;

    /** The bound is an estimate: names that differ in each record weigh a fifth more. */
    private static final double MOST_TREE = 1.25 * BOUND;

    /** As {@code http.answer-limit} is shipped. */
    private static final int MOST_BYTES = 32 << 20;

    /** Rows of a list. */
    private enum Shape {
        TICKETS(i -> "{\"id\":" + i + ",\"subject\":\"The printer is out of paper (" + i
                + ")\",\"priority\":null,\"tags\":"
                + "[\"printer\",\"paper\"],\"public\":true,\"via\":{\"channel\":\"web\",\"source\":{\"rel\":null}}}"),
        EMPTY_OBJECTS(i -> "{}"),
        EMPTY_LISTS(i -> "[]"),
        OBJECTS_OF_ONE(i -> "{\"a\":1}"),
        LISTS_OF_ONE(i -> "[0]"),
        NESTED(i -> "{\"a\":".repeat(100) + "1" + "}".repeat(100)),
        NUMBERS(i -> Integer.toString(i)),
        LONG_NUMBERS(i -> 1 + i + "7".repeat(150)),
        FRACTIONS(i -> i + ".5"),
        LONG_FRACTIONS(i -> i + "." + "7".repeat(150)),
        WORDS(i -> "true"),
        NOTHING(i -> "null"),
        SHORT_TEXTS(i -> "\"" + i + "\""),
        LONG_TEXTS(i -> "\"" + "a".repeat(5_000) + "\""),
        ESCAPED_TEXTS(i -> "\"" + "\\u0041".repeat(500) + "\""),
        WIDE_TEXTS(i -> "\"" + "\u4e2d".repeat(5_000) + "\""),
        NAMES(i -> "{\"name" + i + "\":null}"),
        LONG_NAMES(i -> "{\"" + "n".repeat(200) + i + "\":null}"),
        WIDE_NAMES(i -> "{\"" + "\u4e2d".repeat(100) + i + "\":null}"),
        OBJECTS_OF_FIVE(i -> "{\"a" + i + "\":0,\"b" + i + "\":0,\"c" + i + "\":0,\"d" + i + "\":0,\"e" + i + "\":0}");

        private final IntFunction<String> row;

        Shape(IntFunction<String> row) {
            this.row = row;
        }

        InputStream answer(long bytes) {
            return list(row, bytes);
        }
    }

    /** A list of so many bytes and the rest of a row, made while it is read. */
    private static InputStream list(IntFunction<String> row, long bytes) {
        return new SequenceInputStream(new Enumeration<>() {
            private long made;
            private int rows;
            private boolean over;

            @Override
            public boolean hasMoreElements() {
                return !over;
            }

            @Override
            public InputStream nextElement() {
                if (over) {
                    throw new NoSuchElementException();
                }
                over = made >= bytes;
                String text = over ? "]" : (rows == 0 ? "[" : ",") + row.apply(rows++);
                byte[] next = text.getBytes(StandardCharsets.UTF_8);
                made += next.length;
                return new ByteArrayInputStream(next);
            }
        });
    }

    /** What the child process runs: a line for each shape. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) throws IOException {
            for (String shape : arguments) {
                read(Shape.valueOf(shape), AnswerJson.mapper(BOUND));
            }
        }

        private static void read(Shape shape, JsonMapper mapper) throws IOException {
            long bytes = readable(mapper, shape);
            JsonNode tree = mapper.readTree(shape.answer(bytes));
            int rows = tree.size();
            long with = used();
            Reference.reachabilityFence(tree);
            tree = null;
            System.out.println(shape + " " + (with - used()) + " " + bytes + " " + rows);
        }

        /** How many bytes of that shape are read before it is too much; nearly all of them. */
        private static long readable(JsonMapper mapper, Shape shape) throws IOException {
            try (JsonParser parser = mapper.createParser(shape.answer(MOST_BYTES))) {
                try {
                    while (parser.nextToken() != null) {
                        continue;
                    }
                } catch (AnswerTooLarge expected) {
                    return parser.currentLocation().getByteOffset() * 97 / 100;
                }
            }
            return MOST_BYTES;
        }

        private static long used() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @TempDir
    Path folder;

    /** Records, and of each part of them the shape that takes most memory for its bytes. */
    @Test
    void noAnswerTakesMoreThanItsBound() throws Exception {
        weigh(List.of(
                Shape.TICKETS, Shape.EMPTY_OBJECTS, Shape.NESTED, Shape.LONG_NUMBERS, Shape.SHORT_TEXTS, Shape.NAMES));
    }

    @Tag("thorough")
    @Test
    void noAnswerOfAnyShapeTakesMoreThanItsBound() throws Exception {
        weigh(List.of(Shape.values()));
    }

    private void weigh(List<Shape> shapes) throws Exception {
        Path log = folder.resolve("child.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // a collection leaves nothing lying about
                "-XX:MarkSweepDeadRatio=0",
                "-XX:MarkSweepAlwaysCompactCount=1",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Reader.class.getName()));
        shapes.forEach(shape -> command.add(shape.name()));
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = child.waitFor(150, TimeUnit.SECONDS);
        child.destroyForcibly();
        List<String> said = Files.readAllLines(log);
        assertThat(ended).as("it ends; so far: %s", said).isTrue();
        assertThat(said)
                .hasSize(shapes.size())
                .allSatisfy(line -> assertThat(line).matches("[A-Z_]+ \\d+ \\d+ \\d+"))
                .allSatisfy(line ->
                        assertThat(Long.parseLong(line.split(" ")[1])).as(line).isLessThanOrEqualTo((long) MOST_TREE));
    }

    @Test
    void namesWithoutEndAreRefused() {
        InputStream answer = list(i -> "{\"" + "n".repeat(20_000) + i + "\":null}", MOST_BYTES);
        assertThatThrownBy(() -> AnswerJson.mapper(BOUND).readTree(answer))
                .isInstanceOf(StreamConstraintsException.class);
    }
}
