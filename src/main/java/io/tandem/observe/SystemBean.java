package io.tandem.observe;

import io.tandem.system.CallCounts;
import io.tandem.system.SystemState;
import io.tandem.system.rest.Systems;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One system, as JMX shows it. */
final class SystemBean implements SystemMXBean {

    private static final CallCounts NONE = new CallCounts(0, 0, 0);

    private final Systems systems;
    private final String name;

    SystemBean(Systems systems, String name) {
        this.systems = systems;
        this.name = name;
    }

    private Optional<SystemState> state() {
        return systems.state(name);
    }

    private CallCounts counts() {
        return state().map(SystemState::calls).orElse(NONE);
    }

    @Override
    public String getState() {
        if (systems.whyOff(name).isPresent()) {
            return "off";
        }
        return getDownSince().isEmpty() ? "on" : "down";
    }

    @Override
    public String getWhy() {
        return systems.whyOff(name).or(() -> state().map(SystemState::whyDown)).orElse("");
    }

    @Override
    public long getCalls() {
        return counts().read() + counts().write();
    }

    @Override
    public long getReads() {
        return counts().read();
    }

    @Override
    public long getWrites() {
        return counts().write();
    }

    @Override
    public long getLimited() {
        return counts().limited();
    }

    @Override
    public long getLatencyMillis() {
        return state().map(SystemState::latencyMillis).orElse(0L);
    }

    @Override
    public Map<String, Integer> getBudgetLeft() {
        Map<String, Integer> left = new TreeMap<>();
        state().ifPresent(c -> c.budgets().forEach((budget, state) -> left.put(budget, state.left())));
        return left;
    }

    @Override
    public String getDownSince() {
        return state().flatMap(SystemState::downSince).map(Instant::toString).orElse("");
    }
}
