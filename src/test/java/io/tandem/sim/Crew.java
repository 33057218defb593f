package io.tandem.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Threads of which one works at a time: when it waits or makes a call, chance says which one goes on. So a seed tells the
 * same story each time, whatever the machine does.
 */
final class Crew {

    private static final ThreadLocal<Crew> OWN = new ThreadLocal<>();

    private final Chance chance;
    private final BooleanSupplier dead;
    private final boolean alone;
    /** Those that can go on, and those that wait until one of these is done. Only the one that works changes anything here. */
    private final List<Hand> hands = new ArrayList<>();

    private final List<Hand> idle = new ArrayList<>();
    private Hand working = new Hand();

    /** One of the threads, or work that was done in the thread that gave it. */
    static final class Hand {
        private final Semaphore turn = new Semaphore(0);
        private volatile Throwable failure;
        private volatile boolean done;

        boolean hasFailed() {
            return failure != null;
        }
    }

    private Crew(Chance chance, BooleanSupplier dead, boolean alone) {
        this.chance = chance;
        this.dead = dead;
        this.alone = alone;
        hands.add(working);
    }

    /**
     * Does some work of which parts may be given to other threads.
     *
     * @param dead whether the process died
     * @param alone whether there is no other thread: what is given to one is done at once
     */
    static void run(Chance chance, BooleanSupplier dead, boolean alone, Consumer<Crew> work) {
        Crew before = OWN.get();
        OWN.set(new Crew(chance, dead, alone));
        try {
            work.accept(OWN.get());
        } finally {
            OWN.set(before);
        }
    }

    /** Another thread may go on; nothing outside a crew. */
    static void mayChange() {
        Crew own = OWN.get();
        if (own != null) {
            own.change();
            if (own.dead.getAsBoolean()) {
                throw new Crash("the process is dead");
            }
        }
    }

    /**
     * Sets another thread to work, once it is drawn. It keeps no connection of the store while others work: there may be
     * more threads than the store has connections.
     */
    Hand start(Runnable work) {
        Hand hand = new Hand();
        if (alone) {
            perform(hand, work);
            return hand;
        }
        hands.add(hand);
        Thread thread = new Thread(() -> {
            OWN.set(this);
            hand.turn.acquireUninterruptibly();
            perform(hand, work);
            hands.remove(hand);
            hands.addAll(idle);
            idle.clear();
            giveTurn();
        });
        thread.setDaemon(true);
        thread.start();
        return hand;
    }

    private static void perform(Hand hand, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            hand.failure = failure;
        } finally {
            hand.done = true;
        }
    }

    private void change() {
        Hand mine = working;
        if (hands.size() > 1) {
            giveTurn();
            mine.turn.acquireUninterruptibly();
        }
    }

    private void giveTurn() {
        working = chance.of(hands);
        working.turn.release();
    }

    /** Lets the others work until these are done, a dead process's too. */
    void finish(List<Hand> some) {
        while (some.stream().anyMatch(hand -> !hand.done)) {
            Hand mine = working;
            hands.remove(mine);
            idle.add(mine);
            giveTurn();
            mine.turn.acquireUninterruptibly();
        }
    }

    /** Throws the first failure of some that are done. */
    static void check(List<Hand> some) {
        some.stream().filter(Hand::hasFailed).findFirst().ifPresent(hand -> {
            if (hand.failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) hand.failure;
        });
    }
}
