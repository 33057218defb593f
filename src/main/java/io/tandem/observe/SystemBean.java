package io.tandem.observe;

import io.tandem.system.CallCounts;
import io.tandem.system.SystemCondition;
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

    private Optional<SystemCondition> condition() {
        return systems.condition(name);
    }

    private CallCounts counts() {
        return condition().map(SystemCondition::calls).orElse(NONE);
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
        return systems.whyOff(name)
                .or(() -> condition().map(SystemCondition::whyDown))
                .orElse("");
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
        return condition().map(SystemCondition::latencyMillis).orElse(0L);
    }

    @Override
    public Map<String, Integer> getBudgetLeft() {
        Map<String, Integer> left = new TreeMap<>();
        condition().ifPresent(c -> c.budgets().forEach((budget, state) -> left.put(budget, state.left())));
        return left;
    }

    @Override
    public String getDownSince() {
        return condition()
                .flatMap(SystemCondition::downSince)
                .map(Instant::toString)
                .orElse("");
    }
}
