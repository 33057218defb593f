package io.tandem.app;

import io.tandem.fetch.JavaFailed;
import io.tandem.fetch.RoundFailure;
import io.tandem.flow.Flow;
import io.tandem.system.SystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Why flows did not come to the end of their rounds, and which of them have work left. */
public final class RoundFailures {

    public static final String UNFINISHED =
            "work is left after " + Rounds.MOST + " rounds; run it again, or let the schedule go on";

    /** Where the log is: a command can be carried out by the application that runs. */
    private static final String DETAILS =
            ". Details are in the log, which goes to standard error of the process that did the round";

    /** By message: two entities of one system, or two of its hosts, fail for reasons of their own. */
    private final Map<String, SystemException> systems = new TreeMap<>();

    private final Set<String> store = new TreeSet<>();
    private final Map<String, String> faults = new TreeMap<>();
    private final Map<String, String> stops = new TreeMap<>();
    private final Map<String, String> stopped = new TreeMap<>();
    private final Set<String> unfinished = new TreeSet<>();
    private final Map<String, Integer> ofRecords = new TreeMap<>();

    /** Files a failure under what it is: a system's, the store's, a stop that is no fault, or a fault of ours. */
    void add(Flow flow, Throwable cause) {
        RoundFailure failure = RoundFailure.of(cause);
        if (failure.isOfRecords()) {
            ofRecords.merge(flow.id(), 1, Integer::sum);
        }
        if (failure instanceof RoundFailure.OfSystem of) {
            ofSystem(flow, of.failure());
        } else if (failure instanceof RoundFailure.Stop of) {
            stops.put(flow.id(), of.inWords());
            stopped.put(flow.id(), of.inWords());
        } else if (failure instanceof RoundFailure.OfStore of) {
            store.add(of.inWords());
            stopped.put(flow.id(), of.inWords());
        } else {
            ofFlow(flow, JavaFailed.inWords(cause).orElseGet(() -> WithoutContent.message(cause)));
        }
    }

    /** A later round of the flow finished: what had held it back does no longer. */
    void wentOn(Flow flow) {
        if (stops.remove(flow.id()) != null) {
            stopped.remove(flow.id());
        }
        if (ofRecords.remove(flow.id()) != null) {
            String why = stopped.remove(flow.id());
            if (!stopped.containsValue(why)) {
                systems.remove(why);
            }
        }
    }

    /** Whether a flow whose records failed in a row has not been given its round that tries others first. */
    boolean wantsAnother() {
        return ofRecords.containsValue(1);
    }

    void ofSystem(Flow flow, SystemException failure) {
        systems.putIfAbsent(failure.getMessage(), failure);
        stopped.put(flow.id(), failure.getMessage());
    }

    /** A fault of ours. */
    void ofFlow(Flow flow, String why) {
        faults.put(flow.id(), why);
        stopped.put(flow.id(), why);
    }

    /** By system, or by entity where only that one fails, why its flows stopped: the first reason of several. */
    public Map<String, SystemException> systems() {
        Map<String, SystemException> byScope = new TreeMap<>();
        systems.values().forEach(failure -> byScope.putIfAbsent(failure.scope(), failure));
        return byScope;
    }

    /** By flow, a fault of ours. */
    public Map<String, String> flows() {
        return faults;
    }

    /** By flow, why its round stopped where that is no fault. */
    public Map<String, String> stops() {
        return stops;
    }

    /** Flows that had still something to do in the last round. */
    public Set<String> unfinished() {
        return unfinished;
    }

    /** By flow, why it stopped, whatever kind of failure or stop it was. */
    public Map<String, String> stopped() {
        return stopped;
    }

    /** Why a flow did not come to the end of its rounds; empty if it did. */
    public Optional<String> why(String flow) {
        return Optional.ofNullable(stopped.get(flow))
                .map(why -> "stopped: " + why)
                .or(() -> Optional.of(UNFINISHED).filter(left -> unfinished.contains(flow)));
    }

    /** What stands before a flow's counts; "" if it finished. */
    public String before(String flow) {
        return why(flow).map(why -> why + "; ").orElse("");
    }

    /** One sentence for each failure, the same one once however many flows it stopped. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(systems.keySet());
        lines.addAll(store);
        stops.forEach((flow, why) -> lines.add(flow + ": stopped: " + why));
        faults.forEach((flow, why) -> lines.add(flow + ": stopped: " + why + DETAILS));
        return lines;
    }

    /** @param needsPerson whether records wait for a person */
    public int exitCode(boolean needsPerson) {
        if (!faults.isEmpty()) {
            return ExitCode.OWN_FAULT;
        }
        if (!systems.isEmpty() || !store.isEmpty()) {
            return ExitCode.SYSTEM_FAILED;
        }
        return needsPerson || !unfinished.isEmpty() || !stops.isEmpty() ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }
}
