package io.tandem.observe;

import java.util.Map;

/** One system, for JMX. */
@Described("A system: its calls since the start, how long they take, what is left of its budgets, whether it is down.")
public interface SystemMXBean {

    @Described("on, off or down")
    String getState();

    @Described("Why it is off or down; empty if it is on")
    String getWhy();

    @Described("Calls since the start, repeated tries included, sign-ins not")
    long getCalls();

    @Described("Calls that read")
    long getReads();

    @Described("Calls that write")
    long getWrites();

    @Described("Calls that were answered: too many requests")
    long getLimited();

    @Described("How long the last calls took, in milliseconds")
    long getLatencyMillis();

    @Described("Calls that may still go in each budget's window, by class of calls")
    Map<String, Integer> getBudgetLeft();

    @Described("Since when the system fails as a whole; empty while it works")
    String getDownSince();
}
