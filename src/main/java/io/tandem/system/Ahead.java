package io.tandem.system;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** An answer that is asked for before it is wanted, in another thread. A failure is reported where the answer is taken. */
public final class Ahead<T> {

    private final CompletableFuture<T> answer;

    private Ahead(CompletableFuture<T> answer) {
        this.answer = answer;
    }

    /** Asks at once. @param threads one of them waits for the answer */
    public static <T> Ahead<T> of(Supplier<T> question, Executor threads) {
        return new Ahead<>(CompletableFuture.supplyAsync(question, threads));
    }

    /** Work without an answer. */
    public static Ahead<Void> of(Runnable work, Executor threads) {
        return new Ahead<>(CompletableFuture.runAsync(work, threads));
    }

    /** Waits for the answer. @throws RuntimeException as the question failed */
    public T take() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Nobody wants the answer any more: waits until its call is over, so that none is left behind, and drops it. */
    public void drop() {
        answer.handle((dropped, failure) -> null).join();
    }
}
