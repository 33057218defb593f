package io.tandem.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/**
 * Gives each connection a time by which its next step must be done, and closes those that are late. Beyond the bound a
 * new connection pushes out the one that has been waiting for a request for the longest time: who only holds
 * connections loses them, and who asks at once gets an answer.
 */
final class Connections implements Connection.Listener {

    private enum Step {
        ASK,
        HANDLE,
        ANSWER
    }

    /** @param since it is so, and {@code at} when it is late; both in nanoseconds of {@link System#nanoTime} */
    private record Due(Step step, long since, long at) {}

    private final Limits limits;
    private final Map<EndPoint, Due> open = new ConcurrentHashMap<>();

    Connections(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint end = connection.getEndPoint();
        due(end, Step.ASK, limits.request());
        if (open.size() > limits.connections()) {
            open.entrySet().stream()
                    .filter(other -> other.getValue().step() == Step.ASK)
                    .min(Comparator.comparingLong(other -> other.getValue().since()))
                    .map(Map.Entry::getKey)
                    .orElse(end)
                    .close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection.getEndPoint());
    }

    /** The head of a request is here: its body must follow within the same bound. */
    void asked(EndPoint end) {
        due(end, Step.ASK, limits.request());
    }

    void handling(EndPoint end) {
        due(end, Step.HANDLE, limits.handling());
    }

    void answering(EndPoint end) {
        due(end, Step.ANSWER, limits.answer());
    }

    /** The answer is out: the connection waits for the next request. */
    void answered(EndPoint end) {
        due(end, Step.ASK, limits.idle());
    }

    private void due(EndPoint end, Step step, Duration within) {
        if (end.isOpen()) {
            long now = System.nanoTime();
            open.put(end, new Due(step, now, now + within.toNanos()));
        }
        if (!end.isOpen()) {
            open.remove(end);
        }
    }

    void closeLate() {
        long now = System.nanoTime();
        open.forEach((end, due) -> {
            if (now - due.at() > 0) {
                end.close();
                open.remove(end);
            }
        });
    }
}
