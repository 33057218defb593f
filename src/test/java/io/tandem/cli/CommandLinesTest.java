package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tandem.config.ConfigurationFault;
import io.tandem.remote.RunningApplication;
import io.tandem.system.SystemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** A command that fails says why in one sentence, and its exit code says whose fault it is. */
class CommandLinesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int failed(Exception failure, String... arguments) {
        Session session =
                new Session(List.of(arguments), Path.of(""), "anna", printer(out), printer(err), Optional.empty());
        return CommandLines.failed(
                session,
                failure,
                ParseResult.builder(CommandSpec.create())
                        .originalArgs(arguments)
                        .build());
    }

    private static PrintStream printer(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String text(ByteArrayOutputStream of) {
        return of.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFaultOfOursIs70_andSaysWhereTheLogIs_withoutWhatItQuotes() {
        Exception quoting =
                catchThrowableOfType(NumberFormatException.class, () -> Integer.parseInt("kim@example.com"));
        assertThat(failed(quoting, "links")).isEqualTo(70);
        assertThat(text(err))
                .contains("tandem links failed by a fault of its own", "the log, which goes to standard error")
                .doesNotContain("kim@example.com");
        assertThat(failed(new NullPointerException(), "links", "--json")).isEqualTo(70);
        assertThat(text(out)).contains("\"faults\"", "the log, which goes to standard error");
    }

    /** Not 2: something may have been called. */
    @Test
    void aCommandThatWasCutOffIs70_inItsOwnWords() {
        assertThat(failed(new RunningApplication.CutOff("the application ended"), "sync"))
                .isEqualTo(70);
        assertThat(text(err).strip()).isEqualTo("the application ended");
    }

    @Test
    void aSystemOrTheStoreThatFailsIs3() {
        assertThat(failed(new SystemException.Unavailable("pms", "pms can't be reached", null), "check"))
                .isEqualTo(3);
        assertThat(failed(new IllegalStateException(new SQLException("quotes", "53100")), "links"))
                .isEqualTo(3);
        assertThat(text(err)).contains("pms can't be reached", "the disk of the database server is full");
    }

    @Test
    void aWrongConfigurationIs2() {
        assertThat(failed(new ConfigurationFault("there is no flow x"), "sync", "x"))
                .isEqualTo(2);
        assertThat(text(err)).contains("there is no flow x");
    }

    /** Such as an export of all links on a full disk. */
    @ParameterizedTest
    @CsvSource({
        "No space left on device, 0, 1, the answer there is not whole",
        "No space left on device, 3, 3, the answer there is not whole",
        "Broken pipe, 0, 0, ''",
    })
    void anAnswerThatCanNotBeWrittenWhole_isNoSuccess_unlessItsReaderWantsNoMore(
            String why, int code, int exit, String said) {
        StandardOutput full = new StandardOutput(new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(why);
            }
        });
        new PrintStream(full, true, StandardCharsets.UTF_8).println("linked a <-> b");
        assertThat(full.ended(code, printer(err))).isEqualTo(exit);
        assertThat(text(err)).contains(said);
    }

    @Test
    void anAnswerThatWasWritten_changesNoExitCode() {
        StandardOutput whole = new StandardOutput(out);
        new PrintStream(whole, true, StandardCharsets.UTF_8).println("linked a <-> b");
        assertThat(whole.ended(0, printer(err))).isZero();
        assertThat(text(out)).isEqualToIgnoringNewLines("linked a <-> b");
        assertThat(text(err)).isEmpty();
    }
}
