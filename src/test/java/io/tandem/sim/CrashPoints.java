package io.tandem.sim;

import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Every place where the process can die: before each call, after the remote commit, after the answer, before each
 * statement (so before and after each commit), and between the steps. Once dead, nothing more is done or stored.
 */
final class CrashPoints implements SqlLogger {

    /** What kind of place; those of calls and writes are few among many statements, so they are counted apart. */
    enum Kind {
        STATEMENT,
        STEP,
        CALL,
        WRITE
    }

    private final Runnable standStill;
    private final Runnable setClock;
    private Kind kind = Kind.STATEMENT;
    private int left;
    private String only = "";
    private boolean dead;
    private String place = "";
    private Kind stillKind = Kind.CALL;
    private int untilStill;
    private int untilSet;

    CrashPoints(Runnable standStill, Runnable setClock) {
        this.standStill = standStill;
        this.setClock = setClock;
    }

    /** The process is to die at the so-manieth place of a kind from here; 0 for never. */
    void plan(Kind where, int places) {
        plan(where, places, "");
    }

    /** @param word only places whose description has it count, e.g. the name of a table */
    void plan(Kind where, int places, String word) {
        kind = where;
        left = places;
        only = word;
    }

    /** The process is to stand still at the so-manieth place of a kind from here; 0 for never. */
    void standStill(Kind where, int places) {
        stillKind = where;
        untilStill = places;
    }

    /** Somebody is to set Tandem's clock at the so-manieth call from here; 0 for never. */
    void setClock(int calls) {
        untilSet = calls;
    }

    void at(Kind where, String what) {
        if (dead) {
            throw new Crash(place);
        }
        if (left > 0 && isOf(kind, where) && what.contains(only) && --left == 0) {
            dead = true;
            place = what;
            throw new Crash(what);
        }
        if (untilSet > 0 && isOf(Kind.CALL, where) && --untilSet == 0) {
            setClock.run();
        }
        if (untilStill > 0 && where != Kind.STATEMENT && isOf(stillKind, where) && --untilStill == 0) {
            standStill.run();
        }
    }

    private static boolean isOf(Kind wanted, Kind where) {
        return wanted == where || (wanted == Kind.CALL && where == Kind.WRITE);
    }

    boolean dead() {
        return dead;
    }

    void revive() {
        dead = false;
        left = 0;
    }

    @Override
    public void logBeforeExecution(StatementContext context) {
        at(Kind.STATEMENT, "before " + context.getRenderedSql());
    }
}
