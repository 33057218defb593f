package io.tandem.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** Work that has to wait for somebody else. */
public final class Waiting {

    private static final Set<Thread.State> WAITS = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private Waiting() {}

    /**
     * Starts it in a thread of its own, and goes on once it waits.
     *
     * @throws AssertionError if it comes to its end without waiting
     */
    public static <T> CompletableFuture<T> of(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        Awaitility.await().until(() -> WAITS.contains(thread.getState()) || !thread.isAlive());
        assertThat(result).isNotDone();
        return result;
    }
}
