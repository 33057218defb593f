package io.tandem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The pieces that every record goes through, each alone, with JMH: bytes allocated, and time. Allocation says the same on any
 * machine and under any load.
 *
 * <p>{@code -Dbench.pieces=Merge} runs those whose name holds that; {@code bench.pieces.millis=1000}: so long is each of three
 * rounds of warm-up and of five that count.
 */
final class Pieces {

    private static final String HEAD = "| piece | | bytes a record | ns a record | ± |\n|---|---|---:|---:|---:|\n";

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Pieces() {}

    /** Writes the table {@code pieces.md}. */
    static void run(Path folder) throws IOException {
        TimeValue round = TimeValue.milliseconds(Long.getLong("bench.pieces.millis", 1_000));
        Collection<RunResult> results;
        try {
            results = new Runner(new OptionsBuilder()
                            .include("io\\.tandem\\..*" + System.getProperty("bench.pieces", "") + ".*")
                            .mode(Mode.AverageTime)
                            .timeUnit(TimeUnit.NANOSECONDS)
                            .warmupIterations(3)
                            .warmupTime(round)
                            .measurementIterations(5)
                            .measurementTime(round)
                            .forks(1)
                            .jvmArgsAppend("-XX:+UseSerialGC")
                            .addProfiler(GCProfiler.class)
                            .shouldFailOnError(true)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
        String table = HEAD + results.stream().map(Pieces::line).collect(Collectors.joining());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("pieces.md"), table);
        System.out.println(table);
    }

    private static String line(RunResult result) {
        List<String> name = List.of(result.getParams().getBenchmark().split("\\."));
        Result<?> time = result.getPrimaryResult();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %.0f | %.0f |%n",
                name.get(name.size() - 2).replace("Benchmark", ""),
                words(name.get(name.size() - 1)) + parameters(result),
                result.getSecondaryResults().get(ALLOCATED).getScore(),
                time.getScore(),
                time.getScoreError());
    }

    private static String parameters(RunResult result) {
        return result.getParams().getParamsKeys().stream()
                .map(key -> ", " + result.getParams().getParam(key).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** {@code insertOfLinks} as words. */
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
