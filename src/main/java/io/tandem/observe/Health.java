package io.tandem.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tandem.chunk.FlowCounters;
import io.tandem.system.SystemState;
import io.tandem.system.rest.Systems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/**
 * Whether this application lives, is ready, and is healthy. Neither a system that is down nor a stopped flow makes it less
 * alive or ready: another start would not help. Only {@link #whole} is down then, and not where a stop is no fault.
 */
public final class Health {

    private static final String UP = "UP";
    private static final String DOWN = "DOWN";
    private static final String PAUSED = "PAUSED";

    /** One thing that was looked at; {@code since} and {@code why} are left out while it is healthy. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Check(String name, String status, String since, String why) {}

    /** What a probe answers. */
    public record Answer(String status, List<Check> checks) {
        public boolean up() {
            return status.equals(UP);
        }
    }

    private final ApplicationView view;

    public Health(ApplicationView view) {
        this.view = view;
    }

    /** The store can be used, and the flows' routes are there; says which systems are down, and stays up. */
    public Answer ready() {
        List<Check> checks = new ArrayList<>(List.of(store(), configuration()));
        String status = status(checks);
        checks.addAll(systems());
        return new Answer(status, checks);
    }

    /** Store, systems and flows; down if one of them is. A flow or system that is off is left out. */
    public Answer whole() {
        Check store = store();
        List<Check> checks = new ArrayList<>(List.of(store, configuration()));
        checks.addAll(systems());
        if (store.status().equals(UP)) {
            view.flows().stream()
                    .filter(flow -> view.state(flow).word().equals("on"))
                    .map(flow -> flow(flow.id(), view.counters(flow)))
                    .forEach(checks::add);
        }
        return new Answer(status(checks), checks);
    }

    static String status(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.status().equals(DOWN)) ? UP : DOWN;
    }

    /** Refused files stop nothing: what ran before them goes on. */
    private Check configuration() {
        ConfigurationState now = view.parts().configured().get();
        return new Check(
                "configuration",
                now.state() == ConfigurationState.State.BROKEN ? DOWN : UP,
                now.why().map(why -> now.since().toString()).orElse(null),
                now.why().orElse(null));
    }

    private Check store() {
        boolean answers;
        try {
            answers = view.parts().jdbi().withHandle(h -> h.getConnection().isValid(2));
        } catch (JdbiException | java.sql.SQLException e) {
            answers = false;
        }
        return answers
                ? new Check("store", UP, null, null)
                : new Check("store", DOWN, null, "the database doesn't answer");
    }

    private List<Check> systems() {
        Systems systems = view.parts().systems();
        return systems.names().stream()
                .filter(name -> systems.whyOff(name).isEmpty())
                .map(name -> system(name, systems.state(name)))
                .toList();
    }

    private static Check system(String name, Optional<SystemState> state) {
        return state.flatMap(SystemState::downSince)
                .map(Instant::toString)
                .map(since ->
                        new Check("system " + name, DOWN, since, state.get().whyDown()))
                .orElseGet(() -> new Check("system " + name, UP, null, null));
    }

    /** What holds a flow back, as the delete guard does, is a state with a reason and no failure. */
    static Check flow(String id, FlowCounters.State state) {
        String status = state.trouble().isEmpty() ? UP : state.held() ? PAUSED : DOWN;
        return new Check("flow " + id, status, null, state.trouble().orElse(null));
    }
}
