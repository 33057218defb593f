package io.tandem.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Edits of tickets at an even rate, and how long each took until its project shows it. Both are seen in this process. */
final class Edits {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Map<String, Long> open = new HashMap<>();
    private final List<Long> nanos = new ArrayList<>();
    private long made;

    /**
     * Makes them, and waits until all have arrived, ten minutes at the most.
     *
     * @return p50, p99 and the longest in milliseconds, and how many never arrived
     */
    ObjectNode run(Zendesk zendesk, int eachSecond, int seconds) {
        long began = System.nanoTime();
        for (int i = 0; i < eachSecond * seconds; i++) {
            LockSupport.parkNanos(began + i * 1_000_000_000L / eachSecond - System.nanoTime());
            make(zendesk);
        }
        while (isAnyOpen() && System.nanoTime() - began < LONGEST_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return report();
    }

    private void make(Zendesk zendesk) {
        String subject;
        synchronized (this) {
            subject = "Edit " + ++made;
            open.put(subject, System.nanoTime());
        }
        zendesk.rename(made, subject);
    }

    private synchronized boolean isAnyOpen() {
        return !open.isEmpty();
    }

    /** A project got this name. */
    synchronized void arrived(String name) {
        Long since = open.remove(name);
        if (since != null) {
            nanos.add(System.nanoTime() - since);
        }
    }

    private synchronized ObjectNode report() {
        Collections.sort(nanos);
        ObjectNode report = RecordList.JSON.createObjectNode();
        report.put("arrived", nanos.size()).put("lost", open.size());
        report.put("p50", millis(0.5)).put("p99", millis(0.99)).put("most", millis(1));
        nanos.clear();
        open.clear();
        return report;
    }

    /** The smallest that so great a part of them does not exceed. */
    private long millis(double part) {
        return nanos.isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos.get((int) Math.ceil(part * nanos.size()) - 1));
    }
}
