package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.tandem.document.checklist.Html;
import io.tandem.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Whatever a text from outside holds, it does nothing to a terminal or a log, and JSON still says what it was. */
class ForTerminalTest {

    /** Escape codes as terminals know them, and each single character that does or hides something. */
    static Stream<String> dangerous() {
        Stream<String> sequences = Stream.of(
                "\u001b[2J\u001b[1;1H",
                "\u001b]0;title\u0007",
                "\u001b]8;;http://evil.example\u001b\\",
                "\u009b31m",
                "\r\n12:00:00.000 ERROR [main] io.tandem.Tandem all is lost",
                "ok\rhidden",
                "\ud83d",
                "\ude00x",
                "\udb40\udc41");
        IntStream controls = IntStream.concat(IntStream.range(0x01, 0x20), IntStream.range(0x7f, 0xa0));
        IntStream formats = IntStream.of(
                0xad, 0x61c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c,
                0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xfff9, 0x3164, 0xe0041);
        return Stream.concat(sequences, IntStream.concat(controls, formats).mapToObj(Character::toString))
                .distinct();
    }

    /** Nothing but what a person sees, in one line. */
    private static void assertHarmless(String line) {
        assertThat(line).matches("[\\P{C}\\n&&[^\\u2028\\u2029\\u3164]]*");
    }

    /** Reports for browsers and build servers have a rule of their own for each character: it hides none that a terminal's shows. */
    @Test
    void whatCanNotBeSeen_isADotInReportsToo() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(ForTerminal::isHidden)
                        .filter(point ->
                                !Html.escaped(Character.toString(point)).equals("·"))
                        .mapToObj(Integer::toHexString))
                .isEmpty();
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void check(String... arguments) {
        CommandLines.execute(new Session(
                List.of(arguments),
                Path.of("").toAbsolutePath(),
                "test",
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Optional.empty()));
    }

    /** One command says all of them: each start reads the whole configuration. */
    private void checkWithAll(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        dangerous().forEach(text -> all.addAll(List.of("--set", "x" + text + "y=1")));
        check(all.toArray(String[]::new));
    }

    @Test
    void aCommandShowsItHarmless() {
        checkWithAll("check");
        List<String> lines = err.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize((int) dangerous().count()).allSatisfy(line -> {
            assertThat(line).startsWith("--set x").contains("y: unknown key");
            assertHarmless(line);
        });
    }

    @Test
    void jsonSaysWhatItWas() throws Exception {
        checkWithAll("check", "--json");
        String said = out.toString(UTF_8);
        assertHarmless(said);
        List<String> messages = new ArrayList<>();
        Json.MAPPER
                .readTree(said)
                .path("faults")
                .forEach(fault -> messages.add(fault.path("message").asText()));
        List<String> wanted =
                dangerous().map(text -> "x" + text + "y: unknown key").toList();
        assertThat(messages).hasSameSizeAs(wanted);
        assertThat(wanted).allSatisfy(text -> assertThat(messages).anyMatch(message -> message.contains(text)));
    }

    @Test
    void aTableForOtherProgramsSaysWhatItWas() {
        new Session(List.of(), Path.of(""), "test", new PrintStream(out, true, UTF_8), System.err, Optional.empty())
                .data("a\tb\u202e");
        assertThat(out.toString(UTF_8)).isEqualTo("a\tb\u202e" + System.lineSeparator());
    }

    @ParameterizedTest
    @MethodSource("dangerous")
    void theLogShowsItHarmless(String text) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n%ex{0}");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        ch.qos.logback.classic.Logger logger = context.getLogger("io.tandem.cli.ForTerminalTest");
        logger.setAdditive(false);
        logger.addAppender(appender);
        try {
            CleanLog.keep();
            Exception inner = new IllegalStateException("inner" + text + "end");
            Exception outer = new IllegalStateException("outer" + text + "end", inner);
            outer.addSuppressed(new IllegalStateException("beside" + text + "end"));
            logger.error("read {} again", "x" + text + "y", outer);
        } finally {
            logger.detachAndStopAllAppenders();
        }
        String said = out.toString(UTF_8);
        assertThat(said)
                .startsWith("read x")
                .contains("outer")
                .contains("inner")
                .contains("beside");
        assertHarmless(said.replaceAll("(?m)^\\t+", ""));
        assertThat(said.lines()).noneMatch(line -> line.startsWith("12:00:00.000") || line.startsWith("end"));
    }
}
