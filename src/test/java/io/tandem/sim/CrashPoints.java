package io.tandem.sim;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Every place where the process can die: before each call, after the remote commit, after the answer, before each
 * statement (so before and after each commit), and between the steps. Once dead, nothing more is done or stored.
 */
final class CrashPoints implements SqlLogger {

    private int left;
    private boolean dead;
    private String place;
    private int passed;

    /** The process is to die at the so-manieth point from here; 0 for never. */
    void plan(int points) {
        left = points;
    }

    void at(String where) {
        passed++;
        if (dead) {
            throw new Crash(place);
        }
        if (left > 0 && --left == 0) {
            dead = true;
            place = where;
            throw new Crash(where);
        }
    }

    boolean dead() {
        return dead;
    }

    void revive() {
        dead = false;
        left = 0;
    }

    int passed() {
        return passed;
    }

    @Override
    public void logBeforeExecution(StatementContext context) {
        at("before a statement");
    }
}
