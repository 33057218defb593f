package io.tandem.app;

import java.util.concurrent.CountDownLatch;

/**
 * What a signal (SIGTERM, Ctrl-C) does while work is in hand: it asks the work to end, and keeps the process until that has
 * ended, so that a chunk is finished and not cut.
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
