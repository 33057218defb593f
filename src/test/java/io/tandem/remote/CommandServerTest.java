package io.tandem.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tandem.config.ConfigurationFault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands reach the running application, however many it carries out already. */
@Timeout(60)
class CommandServerTest {

    @TempDir
    Path data;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Request command() {
        return new Request(
                List.of("sync"),
                data,
                "ann",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int execute() {
        return RunningApplication.find(data).orElseThrow().execute(command());
    }

    @Test
    void aCommandHasItsOutputAndExitCodeFromThere() {
        try (CommandServer server = CommandServer.start(data, asked -> {
            asked.out().println("done for " + asked.who());
            return 70;
        })) {
            assertThat(execute()).isEqualTo(70);
        }
        assertThat(out).hasToString("done for ann" + System.lineSeparator());
    }

    @Test
    void itIsFoundWhileAllItsCommandsAreUnderWay_andOneMoreSaysThatItIsBusy() {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        ExecutorService shells = Executors.newCachedThreadPool();
        try (CommandServer server = CommandServer.start(data, asked -> {
            underWay.incrementAndGet();
            await().until(() -> goOn.getCount() == 0);
            return 0;
        })) {
            List<CompletableFuture<Integer>> codes = new ArrayList<>();
            for (int i = 0; i < CommandServer.MOST_COMMANDS; i++) {
                codes.add(CompletableFuture.supplyAsync(this::execute, shells));
            }
            await().until(() -> underWay.get() == CommandServer.MOST_COMMANDS);

            assertThatThrownBy(this::execute)
                    .isInstanceOf(ConfigurationFault.class)
                    .hasMessageContaining("carries out 16 commands already. Try again when one has ended");
            assertThat(err.size() + out.size()).isZero();
            goOn.countDown();
            assertThat(codes).allMatch(code -> code.join() == 0);
        } finally {
            shells.shutdownNow();
        }
    }

    @Test
    void aCommandThatIsCutOff_saysSo() {
        CountDownLatch started = new CountDownLatch(1);
        CommandServer server = CommandServer.start(data, asked -> {
            started.countDown();
            await().until(() -> false);
            return 0;
        });
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(this::execute);
        await().until(() -> started.getCount() == 0);
        server.close();
        assertThatThrownBy(code::join)
                .hasCauseInstanceOf(RunningApplication.CutOff.class)
                .hasMessageContaining("ended before the command was done");
    }
}
