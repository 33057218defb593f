package io.tandem.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command knows, asked of the commands themselves. */
class CommandTreeTest {

    /** Of the page of commands. */
    private static final List<String> COMMON = List.of("--help", "--version", "--json", "--set", "--home", "--sandbox");

    static final List<String> NAMES = TandemCommand.NAMES;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static Session session(PrintStream out, PrintStream err, String... arguments) {
        return new Session(List.of(arguments), Path.of(""), "anna", out, err, Optional.empty());
    }

    private String answer(String... arguments) {
        out.reset();
        assertThat(CommandLines.execute(
                        session(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments)))
                .as(err.toString(UTF_8))
                .isZero();
        return out.toString(UTF_8);
    }

    private JsonNode json(String... arguments) throws Exception {
        return Json.MAPPER.reader().readTree(answer(arguments));
    }

    private static CommandLine root() {
        return CommandLines.of(session(System.out, System.err, "--help"));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandTreeTest::below));
    }

    /** The words of each command that does something by itself. */
    static Stream<String> commands() {
        return below(root())
                .filter(command -> command.getCommand() instanceof java.util.concurrent.Callable)
                .map(command -> command.getCommandSpec().qualifiedName());
    }

    private static String[] words(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")).subList(1, command.split(" ").length));
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandKnowsWhatAllKnow(String command) {
        CommandLine found = below(root())
                .filter(one -> one.getCommandSpec().qualifiedName().equals(command))
                .findFirst()
                .orElseThrow();
        assertThat(found.getCommandSpec().optionsMap().keySet()).containsAll(COMMON);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysItsVersion_andItsHelp(String command) throws Exception {
        assertThat(answer(words(command, "--version"))).startsWith("tandem ");
        assertThat(json(words(command, "--version", "--json")).fieldNames())
                .toIterable()
                .containsExactly("built", "commit", "version");
        assertThat(answer(words(command, "--help"))).contains("Usage: " + command);
        assertThat(json(words(command, "--help", "--json")).path("help").asText())
                .contains("Usage: " + command);
    }

    /** Only those that a command line names are looked at: each has to be found by its name. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void aCommandIsFoundByItsName(String name) {
        assertThat(CommandLines.of(session(System.out, System.err, name)).getSubcommands())
                .containsKey(name);
    }

    @Test
    void theHelpListsAll() {
        assertThat(root().getSubcommands()).containsOnlyKeys(TandemCommand.NAMES);
        assertThat(answer("--help")).contains(TandemCommand.NAMES);
    }
}
