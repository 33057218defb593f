package io.tandem.kit;

import org.quartz.simpl.ZeroSizeThreadPool;

/** A scheduler's threads, for a test that runs no schedule: Quartz's own look twice a second whether they should end. */
public final class NoThreads extends ZeroSizeThreadPool {

    /** However many are asked for, there is none. */
    public void setThreadCount(int wanted) {}
}
