package io.tandem.app;

import java.util.concurrent.CountDownLatch;

/**
 * Handles a signal (SIGTERM, Ctrl-C) while work is in hand. It asks the work to end and keeps the process until then,
 * so a chunk is finished and not cut.
 */
public final class StopSignal implements AutoCloseable {

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    /** @param end asks the work to end, at once */
    public StopSignal(Runnable end) {
        hook = new Thread(
                () -> {
                    end.run();
                    try {
                        ended.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The work has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return; // the signal came, and its hook ends by itself
        }
    }
}
